package dev.casebook.lab.capacity;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What of {@code compare limiter-speed} answers the estimate: our service over gRPC, each decision on one of 100,000 keys.
 *
 * @param perSecond decisions of one instance, with Redis and its callers on the same machine
 */
record MeasuredLimiter(double perSecond, double serviceMicros, double redisMicros, double bytesPerKey) {

    private static final String TABLE = "Over gRPC";
    private static final String LIMITER = "casebook";
    private static final String KEYS = "100000 keys";

    /**
     * Medians of the rounds.
     *
     * @param csv a {@code rounds.csv}
     * @return empty when that run measured nothing over gRPC
     */
    static Optional<MeasuredLimiter> of(List<String> csv) {
        var head = List.of(csv.getFirst().split(","));
        Predicate<String[]> ours = row -> row[head.indexOf("table")].equals(TABLE)
                && row[head.indexOf("limiter")].equals(LIMITER)
                && row[head.indexOf("keys")].equals(KEYS);
        var rows =
                csv.stream().skip(1).map(line -> line.split(",")).filter(ours).toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new MeasuredLimiter(
                        median(rows.stream().map(row -> number(row, head, "decisions") / number(row, head, "seconds"))),
                        median(rows.stream().map(row -> number(row, head, "cpu_us"))),
                        median(rows.stream().map(row -> number(row, head, "redis_cpu_us"))),
                        median(rows.stream().map(row -> number(row, head, "bytes")))));
    }

    private static double number(String[] row, List<String> head, String column) {
        return Double.parseDouble(row[head.indexOf(column)]);
    }

    private static double median(Stream<Double> values) {
        var sorted = values.sorted().toList();
        int middle = sorted.size() / 2;
        return IntStream.of((sorted.size() - 1) / 2, middle)
                .mapToDouble(sorted::get)
                .average()
                .orElseThrow();
    }
}
