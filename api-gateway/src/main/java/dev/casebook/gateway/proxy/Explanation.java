package dev.casebook.gateway.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.casebook.gateway.limits.Places;
import dev.casebook.gateway.limits.Verdict;
import dev.casebook.gateway.routes.Asked;
import dev.casebook.gateway.routes.HeaderChanges;
import dev.casebook.gateway.routes.PassedOver;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.RouteTable;
import dev.casebook.gateway.upstreams.Instance;
import dev.casebook.gateway.upstreams.Upstream;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * Why a request went where it went, in the order in which it was decided, for a client that asks by {@link #ASKED} with a token that has the
 * {@link #SCOPE}. Goes out as one header of the answer, {@link #HEADER}, so it ends where the answer begins.
 */
final class Explanation {

    static final CharSequence ASKED = HttpHeaders.createOptimized("x-casebook-explain");
    static final CharSequence HEADER = HttpHeaders.createOptimized("x-casebook-explanation");
    static final Set<String> SCOPE = Set.of("gateway:explain");

    /** In characters: clients take headers of 8 KiB. */
    private static final int LONGEST = 7000;

    private static final int LONGEST_TEXT = 140;

    /** More would leave no room for what happens after. */
    private static final int MOST_ROUTES = 20;

    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /**
     * @param us microseconds since the request's head had come
     * @param what in a word or two
     */
    record Step(long us, String what, String text) {}

    private final long started;
    private final StringJoiner steps = new StringJoiner(",", "[", "]");

    /** @param started when the request's head had come, by {@link System#nanoTime} */
    Explanation(long started) {
        this.started = started;
    }

    void say(String what, String text) {
        var shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
        var step = json(new Step(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started), what, shown));
        if (steps.length() + step.length() < LONGEST) {
            steps.add(step);
        }
    }

    /** Which route got the request, why others did not, and what the route does. */
    void routed(RouteTable table, Asked asked, Optional<Route> taken) {
        taken.ifPresent(route -> {
            say(
                    "route",
                    "%s: %s %s"
                            .formatted(
                                    route.id(),
                                    asked.method(),
                                    route.match().path().text()));
            say(
                    "auth",
                    route.auth().name().toLowerCase(Locale.ROOT)
                            + (route.scopes().isEmpty() ? "" : " " + route.scopes()));
            say("asks for", route.asks(asked.target()));
            changed("request headers", route.changes().request());
            changed("answer headers", route.changes().answer());
            route.changes().requestJson().ifPresent(json -> say("request JSON", json.toString()));
            route.changes().answerJson().ifPresent(json -> say("answer JSON", json.toString()));
        });
        PassedOver.among(table, asked, taken).stream()
                .limit(MOST_ROUTES)
                .forEach(other -> say("other route", "%s: %s".formatted(other.route(), other.reason())));
    }

    /** What each limit of the route said. */
    void limited(Verdict verdict) {
        verdict.texts().forEach(text -> say("limit", text));
    }

    /** What each limit of requests at one time said. */
    void limited(Places places) {
        places.texts().forEach(text -> say("concurrency", text));
    }

    private void changed(String which, HeaderChanges changes) {
        if (!changes.equals(HeaderChanges.NONE)) {
            say(
                    which,
                    "removed %s, set %s, added %s"
                            .formatted(
                                    changes.remove(),
                                    changes.set().keySet(),
                                    changes.add().keySet()));
        }
    }

    /** What is known of each instance at the moment when one of them was chosen. */
    void chose(Instance chosen, Upstream upstream) {
        long now = System.nanoTime();
        say("instance", standing(chosen, upstream, now));
        upstream.instances().stream()
                .filter(other -> other != chosen)
                .forEach(other -> say("other instance", standing(other, upstream, now)));
    }

    private static String standing(Instance instance, Upstream upstream, long now) {
        return "%s %s: %s"
                .formatted(
                        upstream.name(),
                        instance.name(),
                        instance.standing(upstream.policy().slowStart(), now));
    }

    /** Of printable ASCII alone, as a header must be. */
    String json() {
        return steps.toString();
    }

    private static String json(Step step) {
        try {
            return ASCII.writeValueAsString(step);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a step has no JSON", e);
        }
    }
}
