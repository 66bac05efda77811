package dev.casebook.gateway.cache;

import dev.casebook.gateway.routes.Caching;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * A question to the upstream, as the cache sees it: whether what is stored still holds, and what of the answer is stored. Lives on one event loop.
 */
public final class Fetch {

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    /** RFC 5861 §4. */
    private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);

    private final AnswerCache cache;
    private final Caching rules;
    private final Clock clock;
    private final CacheRequest asked;
    private final Optional<Stored> stale;
    private final Optional<Flight> flight;
    private final long askedAt;
    private Optional<Stored> storing = Optional.empty();
    private Capture capture;
    private boolean over;

    /**
     * @param stale what is stored and not good enough as it is
     * @param flight without one nothing new is stored
     */
    public Fetch(
            AnswerCache cache,
            Caching rules,
            Clock clock,
            CacheRequest asked,
            Optional<Stored> stale,
            Optional<Flight> flight) {
        this.cache = cache;
        this.rules = rules;
        this.clock = clock;
        this.asked = asked;
        this.stale = stale;
        this.flight = flight;
        this.askedAt = clock.millis();
    }

    private boolean validates() {
        return stale.filter(Stored::hasValidator).isPresent();
    }

    /** @param headers of the request as it goes out; those of the client's that ask for less than the whole give way to the cache's own */
    public void ask(MultiMap headers) {
        if (validates() || flight.isPresent()) {
            CacheRequest.removeConditions(headers);
        }
        stale.ifPresent(stored -> Conditions.ask(stored, headers));
    }

    /**
     * @param length of the body, negative when it is not known
     * @return what the client gets instead of this answer
     */
    public Optional<Stored> answered(int status, MultiMap headers, long length) {
        var answer = ReceivedAnswer.of(status, headers, askedAt, clock.millis());
        if (status == NOT_MODIFIED && validates()) {
            return Optional.of(validated(answer));
        }
        if (ERRORS.contains(status)) {
            var better = instead();
            if (better.isPresent()) {
                return better;
            }
        }
        if (asked.head()) {
            described(answer);
        } else if (flight.isPresent() && isWanted(answer, length)) {
            storing = Optional.of(answer.head(asked, rules.heuristic()));
            capture = new Capture(cache.receiving(), rules.maxEntry());
        } else {
            flight.ifPresent(own -> cache.pass(asked.key()));
            over();
        }
        return Optional.empty();
    }

    private boolean isWanted(ReceivedAnswer answer, long length) {
        return length <= rules.maxEntry() && answer.isStorable(asked) && answer.isReusable(rules.heuristic());
    }

    private Stored validated(ReceivedAnswer answer) {
        var before = stale.get();
        if (!answer.isAbout(before)) {
            // It holds for this once, since that was what was asked, but is not what the upstream would send now.
            cache.remove(asked.key(), before);
            return before;
        }
        return freshened(answer, before);
    }

    /** What the service says to somebody known may be for him alone; then nothing of it stays. */
    private Stored freshened(ReceivedAnswer answer, Stored before) {
        var after = answer.freshened(before, asked, rules.heuristic());
        if (answer.isStillStorable(asked, after)) {
            cache.replace(asked.key(), before, after);
        } else {
            cache.remove(asked.key(), before);
        }
        return after;
    }

    private void described(ReceivedAnswer answer) {
        if (answer.status() != OK || stale.isEmpty()) {
            return;
        }
        if (answer.describes(stale.get())) {
            freshened(answer, stale.get());
        } else {
            cache.remove(asked.key(), stale.get());
        }
    }

    /** Whether what comes is taken along into the cache. */
    public boolean isStoring() {
        return storing.isPresent();
    }

    public void part(Buffer part) {
        if (storing.isPresent() && !capture.take(part)) {
            storing = Optional.empty();
            over();
        }
    }

    /** The answer has come to its end. */
    public void whole() {
        if (storing.isPresent()) {
            var answer = storing.get().withBody(capture.whole());
            storing = Optional.empty();
            cache.store(asked.key(), flight.get(), answer);
        }
        over();
    }

    /** Nothing more comes: whoever waits has to see for himself. */
    public void over() {
        if (over) {
            return;
        }
        over = true;
        if (capture != null) {
            capture.end();
        }
        storing = Optional.empty();
        flight.ifPresent(own -> cache.land(asked.key(), own));
    }

    /** What the client gets instead of an error (RFC 5861 §4). */
    public Optional<Stored> instead() {
        return stale.filter(stored -> Reuse.mayReplaceAnError(stored, asked, clock.millis(), rules.staleIfError()));
    }
}
