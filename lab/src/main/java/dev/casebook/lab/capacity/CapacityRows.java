package dev.casebook.lab.capacity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The estimate, line by line. */
record CapacityRows(ShortenerEstimate estimate, Optional<MeasuredRun> run, Optional<Stored> stored) {

    private static final String UNKNOWN = "–";
    private static final double TERA = 1e12;

    List<List<String>> rows() {
        return List.of(
                row("creations, average / peak", say("%.0f / %.0f per second", average(), peakCreations()), UNKNOWN),
                row(
                        "redirects, average / peak",
                        say(
                                "%,.0f / %,.0f per second",
                                estimate.redirectsPerSecond(), estimate.peakRedirectsPerSecond()),
                        measured(load -> say("%,d per second, %s", load.rate(), load.held() ? "held" : "NOT held"))),
                row("redirect, p99", "under 100 ms", measured(load -> say("%.1f ms", load.p99Millis()))),
                row(
                        "a click is in the statistics within",
                        "2 s",
                        measured(load -> load.lagMillis().isPresent()
                                ? say("%.2f s at most", load.lagMillis().getAsDouble() / 1e3)
                                : UNKNOWN)),
                row("CPU of a redirect, servers included", UNKNOWN, measured(load -> say("%.0f µs", load.cpuMicros()))),
                row(
                        "cores at the peak, none to spare",
                        UNKNOWN,
                        measured(load -> say("%.1f at this cost", estimate.cores(load.cpuMicros())))),
                row("links at the end", say("%,d", estimate.links()), UNKNOWN),
                row(
                        "a link in PostgreSQL",
                        say("%d bytes", estimate.bytesPerLink()),
                        held(stored -> say(
                                "%.0f bytes, %.0f of them in indexes, over %,d links",
                                stored.bytesPerLink(), (double) stored.indexBytes() / stored.links(), stored.links()))),
                row("a cached link in Redis", UNKNOWN, held(stored -> stored.cached()
                        .map(cached -> say("%.0f bytes, %,d entries", cached.entryBytes(), cached.entries()))
                        .orElse("Redis is away"))),
                row(
                        "stored at the end",
                        say("%.1f TB", estimate.storedBytes() / TERA),
                        held(stored -> say("%.1f TB at this size", estimate.links() * stored.bytesPerLink() / TERA))),
                row("guesses until a code is met, at the end", say("%.0f", estimate.guessesPerHit()), UNKNOWN));
    }

    private double average() {
        return estimate.creationsPerSecond();
    }

    private double peakCreations() {
        return estimate.peakCreationsPerSecond();
    }

    private String measured(Function<MeasuredRun, String> what) {
        return run.map(what).orElse(UNKNOWN);
    }

    private String held(Function<Stored, String> what) {
        return stored.filter(each -> each.links() > 0).map(what).orElse(UNKNOWN);
    }

    private static List<String> row(String... cells) {
        return List.of(cells);
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
