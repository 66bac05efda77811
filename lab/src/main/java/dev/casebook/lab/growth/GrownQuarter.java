package dev.casebook.lab.growth;

import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.datasketches.hll.HllSketch;

/** The clicks on one link in one quarter of an hour, as the service keeps them. */
final class GrownQuarter {

    /** Those of the service; sketches of another size could be united with its own all the same. */
    private static final int LOG_COUNTERS = 11;

    /** One click in so many is a bot's. */
    private static final int BOTS = 20;

    private static final int VISITORS = 1_000_000;

    /** Each dimension with its values, the first of which are the most frequent. */
    private enum Dimension {
        REFERRER(
                "(none)",
                "www.google.com",
                "t.co",
                "news.ycombinator.com",
                "www.reddit.com",
                "www.facebook.com",
                "www.linkedin.com",
                "duckduckgo.com",
                "www.bing.com",
                "mail.google.com",
                "github.com",
                "en.wikipedia.org"),
        BROWSER("Chrome", "Safari", "Firefox", "Edge", "Opera"),
        OS("Windows", "Android", "iOS", "macOS", "Linux"),
        DEVICE("desktop", "mobile", "tablet"),
        LANGUAGE("en", "de", "fr", "es", "pt", "ja", "zh"),
        RULE("(none)");

        private final String[] values;

        Dimension(String... values) {
            this.values = values;
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Dimension[] DIMENSIONS = Dimension.values();

    private final HllSketch visitors = new HllSketch(LOG_COUNTERS);
    private final int[][] counts = new int[DIMENSIONS.length][];
    private int clicks;
    private int bots;

    GrownQuarter() {
        for (var dimension : DIMENSIONS) {
            counts[dimension.ordinal()] = new int[dimension.values.length];
        }
    }

    void add(RandomGenerator random) {
        clicks++;
        if (random.nextInt(BOTS) == 0) {
            bots++;
            return;
        }
        visitors.update((long) random.nextInt(VISITORS));
        for (var of : counts) {
            of[Math.min(random.nextInt(of.length), random.nextInt(of.length))]++;
        }
    }

    int clicks() {
        return clicks;
    }

    int bots() {
        return bots;
    }

    /** In the notation of COPY. */
    String visitors() {
        return "\\\\x" + HexFormat.of().formatHex(visitors.toCompactByteArray());
    }

    String breakdown() {
        var json = new StringBuilder("{");
        if (clicks > bots) {
            for (var dimension : DIMENSIONS) {
                json.append(json.length() == 1 ? "\"" : ",\"")
                        .append(dimension.text())
                        .append("\":{");
                int start = json.length();
                for (int value = 0; value < dimension.values.length; value++) {
                    int count = counts[dimension.ordinal()][value];
                    if (count > 0) {
                        json.append(json.length() == start ? "\"" : ",\"")
                                .append(dimension.values[value])
                                .append("\":")
                                .append(count);
                    }
                }
                json.append('}');
            }
        }
        return json.append('}').toString();
    }
}
