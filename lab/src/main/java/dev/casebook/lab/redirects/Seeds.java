package dev.casebook.lab.redirects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The links that the load follows, made once and kept for later runs. */
final class Seeds {

    /** How many of the kept codes are looked up to learn whether the stack still has them: it may have been started empty since. */
    private static final int PROBES = 20;

    private final Path file;
    private final LinksClient links;

    /** @param file one code a line, in the order of their making */
    Seeds(Path file, LinksClient links) {
        this.file = file;
        this.links = links;
    }

    /** @return as many codes as asked for: those kept, and new ones for what is missing */
    List<String> codes(int count) throws IOException {
        var codes = new ArrayList<>(kept());
        while (codes.size() < count) {
            int from = codes.size();
            int to = Math.min(count, from + LinksClient.MOST_PER_BATCH);
            codes.addAll(links.create(IntStream.range(from, to)
                    .mapToObj("https://example.com/casebook/%d"::formatted)
                    .toList()));
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, codes);
        return List.copyOf(codes.subList(0, count));
    }

    private List<String> kept() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        var codes = Files.readAllLines(file);
        int step = Math.max(1, codes.size() / PROBES);
        boolean alive =
                IntStream.iterate(0, i -> i < codes.size(), i -> i + step).allMatch(i -> links.exists(codes.get(i)));
        return alive ? codes : List.of();
    }
}
