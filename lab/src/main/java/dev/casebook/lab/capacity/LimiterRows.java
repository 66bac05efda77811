package dev.casebook.lab.capacity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The estimate, line by line, and the same with what was measured. */
record LimiterRows(LimiterEstimate estimate, Optional<MeasuredLimiter> measured) {

    private static final String UNKNOWN = "–";
    private static final double GIGA = 1e9;
    private static final int CALLERS = 10;
    private static final double LARGEST_SHARE = 0.05;
    private static final long TOKENS = 1_000;

    List<List<String>> rows() {
        return List.of(
                row("decisions at the peak", each -> say("%,d per second", each.decisionsPerSecond())),
                row("Redis CPU of a decision", each -> say("%.1f µs", each.redisMicros())),
                row("decisions of one Redis", each -> say("%,.0f per second", each.decisionsPerRedis())),
                row("Redis servers, without replicas", each -> say("%,d", each.redisServers())),
                row("a key in Redis", each -> say("%d bytes", each.bytesPerKey())),
                row(
                        "all keys, and on each Redis",
                        each -> say("%.2f GB, %.3f GB", each.bytes() / GIGA, each.bytesPerRedis() / GIGA)),
                row("CPU of a decision in the service", each -> say("%.1f µs", each.serviceMicros())),
                row(say("instances with %d cores", estimate.cores()), each -> say("%,d", each.instances())),
                List.of(
                        "decisions of one instance",
                        UNKNOWN,
                        measured.map(each -> say(
                                        "%,.0f per second, with Redis and callers on the same machine",
                                        each.perSecond()))
                                .orElse(UNKNOWN)),
                List.of(
                        say("calls when callers take %,d tokens at a time", TOKENS),
                        say("%,.0f per second", estimate.leasesPerSecond(TOKENS)),
                        UNKNOWN),
                List.of(
                        say("beyond the limit then, %d callers", CALLERS),
                        say("%.0f %% at most", 100 * LimiterEstimate.overshoot(CALLERS, LARGEST_SHARE)),
                        UNKNOWN));
    }

    private List<String> row(String what, Function<LimiterEstimate, String> value) {
        return List.of(
                what,
                value.apply(estimate),
                measured.map(each -> value.apply(
                                estimate.with(each.bytesPerKey(), each.redisMicros(), each.serviceMicros())))
                        .orElse(UNKNOWN));
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
