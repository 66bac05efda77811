package dev.casebook.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of the page. */
final class Tables {

    private final Result result;

    Tables(Result result) {
        this.result = result;
    }

    String circumstances() {
        var load = result.load();
        var machine = result.machine();
        var rows = new ArrayList<>(List.of(
                List.of("started", result.started()),
                List.of("commit", result.commit().isEmpty() ? "none" : result.commit()),
                List.of(
                        "machine",
                        "%s, %d cores, %,d MiB, %s"
                                .formatted(machine.cpu(), machine.cores(), machine.memoryMib(), machine.os())),
                List.of("JDK", machine.java()),
                List.of("target", load.target()),
                List.of(
                        "load",
                        "open model, %d s warm-up, %d s measured, at most %d connections, timeout %s s, %s, %s turns"
                                .formatted(
                                        load.warmupSeconds(),
                                        load.seconds(),
                                        load.connections(),
                                        Html.number(load.timeoutSeconds()),
                                        load.transport(),
                                        load.turns()))));
        load.details().forEach((name, value) -> rows.add(List.of(name, value)));
        return Html.table(List.of("", ""), rows);
    }

    String results() {
        var rate = result.rate();
        var latency = result.latency();
        var rows = new ArrayList<>(List.of(
                List.of("requests due", "%,d".formatted(rate.due())),
                List.of(
                        "sent within 1 ms of schedule",
                        "%,d, %.3f %%: %s"
                                .formatted(rate.onTime(), 100 * rate.onTimeShare(), rate.held() ? "held" : "not held")),
                List.of(
                        "sent late by, p50 / p99 / max",
                        "%s / %s / %s ms"
                                .formatted(
                                        Html.number(rate.lagP50()),
                                        Html.number(rate.lagP99()),
                                        Html.number(rate.lagMax()))),
                List.of("right answers", "%,d".formatted(latency.count())),
                List.of(
                        "latency p50 / p90 / p99 / p99.9 / max",
                        Stream.of(latency.p50(), latency.p90(), latency.p99(), latency.p999(), latency.max())
                                        .map(Html::number)
                                        .collect(Collectors.joining(" / "))
                                + " ms"),
                List.of("errors in the warm-up", "%,d".formatted(result.warmupErrors()))));
        result.aside()
                .ifPresent(aside -> rows.add(List.of(
                        "sent beside the load, latency p50 / p99 / max",
                        "%s / %s / %s ms, %,d right answers"
                                .formatted(
                                        Html.number(aside.p50()),
                                        Html.number(aside.p99()),
                                        Html.number(aside.max()),
                                        aside.count()))));
        result.errors().forEach((kind, count) -> rows.add(List.of("error: " + kind, "%,d".formatted(count))));
        result.ledger()
                .ifPresent(ledger -> rows.add(List.of(
                        "counted by the service",
                        "%,d of %,d right answers and %,d requests, warm-up included: %s, after %s s"
                                .formatted(
                                        ledger.counted(),
                                        ledger.received(),
                                        ledger.sent(),
                                        ledger.exact() ? "exact" : "NOT exact",
                                        Html.number(ledger.awaitedSeconds())))));
        result.ledger()
                .flatMap(Result.Ledger::lag)
                .ifPresent(lag -> rows.add(List.of(
                        "a click is in the statistics after, p50 / max",
                        "%s / %s ms, %d probes"
                                .formatted(Html.number(lag.p50()), Html.number(lag.max()), lag.probes()))));
        return Html.table(List.of("", ""), rows);
    }

    String cpu() {
        double seconds = result.load().seconds();
        return Html.table(
                List.of("component", "CPU s", "of one core", "µs per request"),
                result.components().stream()
                        .map(usage -> List.of(
                                usage.name(),
                                Html.number(usage.cpuSeconds()),
                                Html.number(100 * usage.cpuSeconds() / seconds) + " %",
                                Html.number(usage.cpuMicrosPerRequest())))
                        .toList());
    }

    String memory() {
        var budgets = Budget.of(result.components());
        if (budgets.isEmpty()) {
            return "<p>No proportional set size of a component is known.</p>";
        }
        var used = result.components().stream()
                .map(usage ->
                        List.of(usage.name(), usage.pssMib().map(Html::number).orElse("unknown")))
                .toList();
        var rows = budgets.stream()
                .map(budget -> List.of(
                        budget.what(),
                        Html.number(budget.usedMib()),
                        Html.number(budget.limitMib()),
                        budget.kept() ? "kept" : "EXCEEDED"))
                .toList();
        return Html.table(List.of("component", "PSS MiB"), used)
                + Html.table(List.of("budget", "used MiB", "limit MiB", ""), rows);
    }
}
