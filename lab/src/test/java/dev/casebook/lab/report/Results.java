package dev.casebook.lab.report;

import dev.casebook.lab.machine.Component.Kind;
import dev.casebook.lab.machine.Machine;
import dev.casebook.lab.report.Result.Lag;
import dev.casebook.lab.report.Result.Latency;
import dev.casebook.lab.report.Result.Ledger;
import dev.casebook.lab.report.Result.Load;
import dev.casebook.lab.report.Result.Point;
import dev.casebook.lab.report.Result.Rate;
import dev.casebook.lab.report.Result.Row;
import dev.casebook.lab.report.Result.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Invented results. */
public final class Results {

    private static final Load LOAD = new Load(
            "http://127.0.0.1:8080",
            100,
            30,
            60,
            64,
            10,
            "epoll",
            "real-time",
            Map.of("links", "10, Zipf exponent 1.0"));
    private static final List<Usage> USAGES = List.of(
            new Usage("launcher", Kind.LAUNCHER, 0.01, 1.7, Optional.of(60.0)),
            new Usage("kafka", Kind.SERVER, 0.9, 150, Optional.of(301.0)),
            new Usage("api-gateway-0", Kind.SERVICE, 1.2, 200, Optional.of(150.0)),
            new Usage("url-shortener-0", Kind.SERVICE, 2.1, 350, Optional.of(201.5)),
            new Usage("load generator", Kind.GENERATOR, 0.6, 100, Optional.of(120.0)));

    private Results() {}

    public static Result passed() {
        return result(
                new Rate(6_000, 5_999, 5_999 / 6_000.0, true, 0.05, 0.2, 1.4),
                new Latency(6_000, 1.1, 0.8, 1.6, 4.2, 31, 88, curve()),
                Map.of(),
                IntStream.range(-30, 61).mapToObj(Results::row).toList(),
                USAGES,
                Optional.of(new Ledger(9_000, 9_000, 9_000, 1.4, Optional.of(new Lag(60, 180, 420)))),
                List.of());
    }

    /** Nothing was answered and nothing was known. */
    public static Result empty(String errorKind, String failure) {
        return result(
                new Rate(6_000, 0, 0, false, 0, 0, 0),
                new Latency(0, 0, 0, 0, 0, 0, 0, List.of()),
                Map.of(errorKind, 6_000L),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(failure));
    }

    private static Result result(
            Rate rate,
            Latency latency,
            Map<String, Long> errors,
            List<Row> series,
            List<Usage> usages,
            Optional<Ledger> ledger,
            List<String> failures) {
        return new Result(
                "redirects",
                "./casebook load redirects --rate 100 --seconds 60",
                "2026-01-02T03:04:05Z",
                "0123456789ab",
                new Machine("Invented 1.0", "Invented CPU", 2, 2_048, "JDK 25"),
                LOAD,
                rate,
                latency,
                Optional.empty(),
                errors,
                0,
                series,
                usages,
                ledger,
                failures);
    }

    private static List<Point> curve() {
        return IntStream.rangeClosed(0, 40)
                .mapToObj(i -> new Point(100 - 100 * Math.pow(2, -i / 3.0), 0.8 * Math.pow(1.13, i)))
                .toList();
    }

    /** Second 20 is a bad one, and second 60 the wait for the last answers. */
    private static Row row(int second) {
        double wave = 1 + 0.3 * Math.sin(second / 3.0);
        double stall = second == 20 ? 20 : 1;
        long sent = second < 60 ? 100 : 0;
        return new Row(second, sent, second == 20 ? 60 : sent, 0, 0.1, 0.8 * wave, 4 * wave * stall, 9 * wave * stall);
    }
}
