package dev.casebook.shortener.codes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code ./casebook compare codes [count]}: the schemes side by side. It stands beside what it measures and needs nothing but the JDK, because the lab
 * imports no service's code and the schemes are this service's own.
 */
public final class CompareCodes {

    private static final int COUNT = 1_000_000;
    private static final int WARM_UP = 50_000;
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";

    /** 100 million links a month, on average. */
    private static final Duration BETWEEN_LINKS =
            Duration.ofNanos(Duration.ofDays(30).toNanos() / 100_000_000);

    /** Links after five years. */
    private static final double LINKS = 6e9;

    private CompareCodes() {}

    public static void main(String[] arguments) {
        int count = arguments.length == 0 ? COUNT : Integer.parseInt(arguments[0]);
        System.out.printf(
                "%,d codes of each scheme, a link every %.1f ms; %,d guesses; collisions in five years: of %,.0f links%n%n",
                count, BETWEEN_LINKS.toNanos() / 1e6, CodeMeasure.GUESSES, LINKS);
        System.out.printf(
                "%-8s %6s %10s %13s %12s %8s  %s%n",
                "scheme", "length", "collisions", "in five years", "guesses met", "ns/code", "what a code tells");
        for (var scheme : CodeSchemes.values()) {
            CodeMeasure.of(scheme(scheme), WARM_UP);
            print(scheme, CodeMeasure.of(scheme(scheme), count));
        }
    }

    private static CodeScheme scheme(CodeSchemes scheme) {
        return scheme.with(Optional.of(CodeKey.ofHex(KEY)), "url-shortener-0", new SteppingClock())
                .orElseThrow();
    }

    private static void print(CodeSchemes scheme, CodeMeasure measure) {
        System.out.printf(
                "%-8s %6d %,10d %13s %11.2f%% %8.0f  %s%n",
                scheme.name().toLowerCase(Locale.ROOT),
                measure.length(),
                measure.collisions(),
                inFiveYears(scheme),
                100.0 * measure.hits() / CodeMeasure.GUESSES,
                measure.nanos(),
                told(scheme));
    }

    private static String inFiveYears(CodeSchemes scheme) {
        return switch (scheme) {
            case FEISTEL, COUNTER, TSID -> "none";
            // The pairs, over the codes that there are.
            case RANDOM, HASH -> "%,.0f".formatted(LINKS * LINKS / 2 / CodeFormat.SIZE);
        };
    }

    private static String told(CodeSchemes scheme) {
        return switch (scheme) {
            case FEISTEL, RANDOM -> "nothing";
            case COUNTER -> "how many links there are, and all their codes";
            case HASH -> "whether anybody has a link to a given target; equal targets collide always";
            case TSID -> "when the link was made, and by which instance";
        };
    }

    /** Goes on by one link each time it is asked. */
    private static final class SteppingClock extends Clock {

        private Instant now = Instant.parse("2026-06-01T00:00:00Z");

        @Override
        public Instant instant() {
            now = now.plus(BETWEEN_LINKS);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
