package dev.casebook.lab.redirects;

import dev.casebook.lab.CannotRunException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The links that the load follows, made once and kept for later runs. Batches are noted as they are made: a seeding that was cut off goes on where it ended. */
public final class Seeds {

    /** How many of the kept codes are looked up to learn whether the stack still has them: it may have been started empty since. */
    private static final int PROBES = 20;

    private static final int BATCHES_AT_ONCE = 4;

    /** A share of all that is told on the way. */
    private static final int TOLD_EVERY = 100_000;

    /** The link, its indexes, its event in the outbox and in Kafka, and the write-ahead log of all that; rounded up generously. */
    private static final long DISK_PER_LINK = 5_000;

    private final Path file;
    private final LinksClient links;
    private final PrintWriter out;

    /** @param file one code a line, in the order of their making */
    public Seeds(Path file, LinksClient links, PrintWriter out) {
        this.file = file;
        this.links = links;
        this.out = out;
    }

    /**
     * @return as many codes as asked for: those kept, and new ones for what is missing
     * @throws CannotRunException when the disk has no room for what is missing
     */
    public List<String> codes(int count) throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var codes = new ArrayList<>(kept());
        checkDisk(count - codes.size());
        try (var pool = Executors.newFixedThreadPool(BATCHES_AT_ONCE)) {
            while (codes.size() < count) {
                int before = codes.size();
                var made = new ArrayList<String>();
                for (var batch : pool.invokeAll(batches(before, count))) {
                    made.addAll(batch.get());
                }
                Files.write(file, made, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                codes.addAll(made);
                if (before / TOLD_EVERY < codes.size() / TOLD_EVERY) {
                    out.println("%,d of %,d links are there.".formatted(codes.size(), count));
                    out.flush();
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CannotRunException refused
                    ? refused
                    : new IllegalStateException(e.getCause());
        }
        return List.copyOf(codes.subList(0, count));
    }

    private List<Callable<List<String>>> batches(int from, int count) {
        return IntStream.iterate(from, first -> first < count, first -> first + LinksClient.MOST_PER_BATCH)
                .limit(BATCHES_AT_ONCE)
                .<Callable<List<String>>>mapToObj(first ->
                        () -> links.create(IntStream.range(first, Math.min(count, first + LinksClient.MOST_PER_BATCH))
                                .mapToObj("https://example.com/casebook/%d"::formatted)
                                .toList()))
                .toList();
    }

    private void checkDisk(long missing) throws IOException {
        long free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (missing * DISK_PER_LINK > free) {
            throw new CannotRunException("%,d more links may take %,d MB, and the disk has %,d MB free"
                    .formatted(missing, missing * DISK_PER_LINK / 1_000_000, free / 1_000_000));
        }
    }

    /** Those of a stack that was started empty since are of no use, and go. */
    private List<String> kept() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        var codes = Files.readAllLines(file);
        int step = Math.max(1, codes.size() / PROBES);
        boolean alive =
                IntStream.iterate(0, i -> i < codes.size(), i -> i + step).allMatch(i -> links.exists(codes.get(i)));
        if (!alive) {
            Files.delete(file);
            return List.of();
        }
        return codes;
    }
}
