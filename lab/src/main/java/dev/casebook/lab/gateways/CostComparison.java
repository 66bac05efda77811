package dev.casebook.lab.gateways;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.lab.CannotRunException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures gateways in front of one service: how much each takes, what a request costs it, and what it adds. */
final class CostComparison {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Those that are compared by what they add. */
    private static final List<String> COMPARED = List.of(Costs.DIRECT, Costs.OURS, Costs.PEER);

    /**
     * How long and how often.
     *
     * @param rate at which CPU is measured, in requests a second
     * @param seconds that count, in each round at each gateway
     * @param warmup seconds before these
     */
    record Times(int rate, int seconds, int warmup, int rounds) {}

    private final Times times;
    private final Consumer<String> said;
    private final List<Entrant> entrants = new ArrayList<>();
    private final Costs costs = new Costs();
    private final LimitedGateway withAll;
    private AddedLatency added = new AddedLatency(0);
    private LeaseUse leases = new LeaseUse(0, 0, 0, 0);

    /**
     * @param withAll ours too, with limits, and with every request's trace exported
     * @param said gets a line for each measurement
     */
    CostComparison(
            Contender service, List<Contender> contenders, LimitedGateway withAll, Times times, Consumer<String> said)
            throws IOException, InterruptedException {
        this.withAll = withAll;
        this.times = times;
        this.said = said;
        entrants.add(Entrant.direct(service));
        contenders.forEach(each -> entrants.add(Entrant.of(each.name(), each, "/open/a", "")));
        var ours = contenders.getFirst();
        entrants.add(Entrant.of(Costs.OURS_WITH_JWT, ours, "/jwt/a", authorization(ours)));
        entrants.add(Entrant.of(Costs.OURS_WITH_ALL, withAll.gateway(), "/jwt/a", authorization(withAll.gateway())));
    }

    void run() throws InterruptedException {
        try {
            saturate();
            var before = withAll.leases();
            for (int round = 1; round <= times.rounds(); round++) {
                measure(round);
            }
            leases = LeaseUse.between(before, withAll.leases());
        } catch (IllegalArgumentException e) {
            throw new CannotRunException(e.getMessage(), e);
        }
    }

    Costs costs() {
        return costs;
    }

    AddedLatency added() {
        return added;
    }

    Stream<String> bars() {
        return Stream.of(Stream.of("limits " + leases), costs.bars(leases.isGranted()).stream(), added.bar().stream())
                .flatMap(lines -> lines);
    }

    private void saturate() throws InterruptedException {
        for (var each : entrants) {
            long most = Saturation.of(each);
            said.accept(Costs.say("%-32s  at most %,d a second", each.name(), most));
            if (each.name().equals(Costs.OURS)) {
                added = new AddedLatency(most);
            }
        }
    }

    private void measure(int round) throws InterruptedException {
        for (var each : entrants) {
            costs.add(each.name(), measure(round, each, times.rate()));
        }
        for (var each : entrants) {
            if (COMPARED.contains(each.name())) {
                added.add(each.name(), measure(round, each, added.rate()));
            }
        }
    }

    private Cost measure(int round, Entrant entrant, int rate) throws InterruptedException {
        var cost = Cost.of(entrant, entrant.plan(rate, times.warmup(), times.seconds()));
        said.accept(Costs.say(
                "round %d of %d  %-32s  %,d a second: %s", round, times.rounds(), entrant.name(), rate, cost));
        return cost;
    }

    private static String authorization(Contender ours) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:%d/auth/token".formatted(ours.port())))
                    .header("Content-Type", "application/json")
                    .timeout(TIMEOUT)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"subject\": \"lab\"}"))
                    .build();
            var body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            var token =
                    new ObjectMapper().readTree(body).required("access_token").asText();
            return "Authorization: Bearer %s\r\n".formatted(token);
        }
    }
}
