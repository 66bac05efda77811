package dev.casebook.lab.gateways;

import dev.casebook.lab.gateways.HttpCase.Ruling;
import dev.casebook.lab.report.TablePage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Each case at each gateway. */
record Matrix(List<String> gateways, List<HttpCase> cases, List<List<Ruling>> rulings) {

    private static final String NUMBER = "X-Case";

    /** @param gateways ports by name */
    static Matrix of(SequencedMap<String, Integer> gateways, Origin origin) throws IOException {
        var rulings = new ArrayList<List<Ruling>>();
        int sent = 0;
        for (var each : HttpCases.ALL) {
            var row = new ArrayList<Ruling>();
            for (int port : gateways.values()) {
                origin.take();
                var number = Integer.toString(++sent);
                var answer = new Client(port).send(numbered(each.request(), number), each.rest());
                row.add(each.judge().apply(answer, received(origin, number)));
            }
            rulings.add(row);
        }
        return new Matrix(List.copyOf(gateways.keySet()), HttpCases.ALL, rulings);
    }

    private static String numbered(String request, String number) {
        return request.replaceFirst("\r\n", "\r\n%s: %s\r\n".formatted(NUMBER, number));
    }

    /** A gateway that refuses a request while it passes it on may have answered before the service wrote it down: that is not this case's. */
    private static List<Received> received(Origin origin, String number) {
        return origin.take().stream()
                .filter(request -> request.values(NUMBER).allMatch(number::equals))
                .toList();
    }

    /** How many cases the gateway at this place took as it should. */
    long right(int gateway) {
        return rulings.stream().filter(row -> row.get(gateway).right()).count();
    }

    TablePage page() {
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < cases.size(); i++) {
            var each = cases.get(i);
            rows.add(Stream.concat(
                            Stream.of(each.name(), each.source()),
                            rulings.get(i).stream().map(Ruling::toString))
                    .toList());
        }
        var sums = new ArrayList<>(List.of("right", ""));
        for (int i = 0; i < gateways.size(); i++) {
            sums.add("%d of %d".formatted(right(i), cases.size()));
        }
        rows.add(sums);
        return new TablePage(
                "Gateways and requests that are not as they should be",
                "Sent to the byte, in front of a service that writes down what comes. ✗ is not what the source says.",
                Stream.concat(Stream.of("case", "source"), gateways.stream()).toList(),
                rows);
    }
}
