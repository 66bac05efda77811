package dev.casebook.limiter.comparison;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * When requests of one hit each came.
 *
 * @param micros since the trace began, in order
 */
record Arrivals(long[] micros) {

    private static final long SECOND = 1_000_000;

    Arrivals {
        for (int i = 0; i < micros.length; i++) {
            if (micros[i] < (i == 0 ? 0 : micros[i - 1])) {
                throw new IllegalArgumentException(
                        "arrival %d at %d µs comes before the one before it, or before the start"
                                .formatted(i, micros[i]));
            }
        }
    }

    /**
     * The trace that is compared by: what limits are there for, in turn.
     *
     * @param limit hits a second that the phases are made for
     */
    static Arrivals example(int limit) {
        var random = new SplittableRandom(1);
        var phases = Stream.of(
                // 0 to 10 s: at random, at four fifths of the limit.
                atRandom(random, 0, 10, limit * 4 / 5),
                // 10 to 20 s: at random, at one and a half of it.
                atRandom(random, 10, 20, limit * 3 / 2),
                // 22 s: the whole limit just before a second ends, and again just after.
                aroundAnEdge(22, limit),
                // 25 to 30 s: a client that never waits.
                atRandom(random, 25, 30, limit * 10));
        return new Arrivals(phases.flatMapToLong(phase -> phase).sorted().toArray());
    }

    /**
     * @param file one arrival a line: microseconds since the trace began; empty lines mean nothing
     * @throws MalformedTraceException naming the line that is not as it should be
     */
    static Arrivals read(Path file) throws IOException {
        var micros = LongStream.builder();
        long last = 0;
        int number = 0;
        for (var line : lines(file)) {
            number++;
            if (!line.isBlank()) {
                last = arrival(line.strip(), last, file, number);
                micros.add(last);
            }
        }
        return new Arrivals(micros.build().toArray());
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new MalformedTraceException("%s is not there".formatted(file), e);
        } catch (CharacterCodingException e) {
            throw new MalformedTraceException("%s is not a text in UTF-8".formatted(file), e);
        }
    }

    private static long arrival(String text, long last, Path file, int line) {
        try {
            long micros = Long.parseLong(text);
            if (micros >= last) {
                return micros;
            }
            throw new MalformedTraceException(
                    "%s, line %d: %d µs comes before the arrival before it, or before the start"
                            .formatted(file, line, micros));
        } catch (NumberFormatException e) {
            throw new MalformedTraceException(
                    "%s, line %d: \"%s\" is not a whole number of microseconds".formatted(file, line, text), e);
        }
    }

    void write(Path file) throws IOException {
        Files.write(file, Arrays.stream(micros).mapToObj(Long::toString).toList());
    }

    int count() {
        return micros.length;
    }

    private static LongStream atRandom(SplittableRandom random, long from, long until, int perSecond) {
        return random.longs((until - from) * perSecond, from * SECOND, until * SECOND);
    }

    private static LongStream aroundAnEdge(long second, int limit) {
        return LongStream.range(-limit, limit).map(i -> second * SECOND + i * 100);
    }
}
