package dev.casebook.lab.redirects;

import dev.casebook.lab.CannotRunException;
import dev.casebook.stack.Instance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who knew the answers to redirects, as an instance's own metrics have it: its memory, Redis or PostgreSQL. */
final class Answers {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern COUNTER =
            Pattern.compile("(?m)^shortener_redirects_answers_total\\{[^}]*source=\"(\\w+)\"[^}]*} (\\S+)$");

    private final HttpRequest metrics;
    private SortedMap<String, Double> before = new TreeMap<>();

    Answers(Instance instance) {
        metrics = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/q/metrics".formatted(instance.managementPort())))
                .timeout(TIMEOUT)
                .build();
    }

    /** Answers from now on count. */
    void start() {
        before = counters();
    }

    /** @return {@code local 98.10 %, redis 1.20 %, store 0.70 %}, or that it is not known */
    String shares() {
        var now = counters();
        now.replaceAll((source, count) -> count - before.getOrDefault(source, 0.0));
        double all = now.values().stream().mapToDouble(Double::doubleValue).sum();
        return all == 0
                ? "not known"
                : now.entrySet().stream()
                        .map(each ->
                                String.format(Locale.ROOT, "%s %.2f %%", each.getKey(), 100 * each.getValue() / all))
                        .collect(Collectors.joining(", "));
    }

    /** Empty when the instance has no metrics to read: then the report says that it is not known. */
    private SortedMap<String, Double> counters() {
        try (var http = HttpClient.newHttpClient()) {
            return COUNTER.matcher(http.send(metrics, BodyHandlers.ofString()).body())
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), Answers::value, Double::sum, TreeMap::new));
        } catch (IOException unreadable) {
            return new TreeMap<>();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotRunException("interrupted while the metrics were read", e);
        }
    }

    private static double value(MatchResult found) {
        return Double.parseDouble(found.group(2));
    }
}
