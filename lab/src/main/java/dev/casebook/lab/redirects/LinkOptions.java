package dev.casebook.lab.redirects;

import dev.casebook.lab.growth.GrownCodes;
import dev.casebook.lab.growth.GrowthTable;
import dev.casebook.lab.load.Zipf;
import dev.casebook.lab.machine.Servers;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import picocli.CommandLine.Option;

/** Which links are followed, and how often each. */
final class LinkOptions {

    /** Where the links come from when nobody else made them. */
    @FunctionalInterface
    interface Maker {
        List<String> make(int count) throws IOException, InterruptedException;
    }

    @Option(
            names = "--links",
            defaultValue = "10000",
            description = "how many links are followed (default ${DEFAULT-VALUE})")
    private int links;

    @Option(
            names = "--zipf",
            defaultValue = "1.0",
            description = "how unequally: 0 is all alike (default ${DEFAULT-VALUE})")
    private double exponent;

    @Option(
            names = "--grown",
            description = "follows the links that ./casebook grow made, instead of making links by gRPC")
    private boolean grown;

    int count() {
        return links;
    }

    Zipf zipf(long seed) {
        return new Zipf(links, exponent, new SplittableRandom(seed));
    }

    /** One more than are followed, for the lag of clicks. */
    List<String> codes(Servers servers, Maker otherwise) throws IOException, InterruptedException {
        if (!grown) {
            return otherwise.make(links + 1);
        }
        try (var growth = new GrowthTable(servers)) {
            return GrownCodes.first(links + 1, growth.links());
        }
    }

    /** For the report. */
    String text(long seed) {
        return "%,d%s, Zipf exponent %s, seed %d".formatted(links, grown ? " grown" : "", exponent, seed);
    }
}
