package dev.casebook.limiter.store;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Decides for all instances at once. */
@Singleton
public final class LimitStore {

    private final LimitScript script;
    private final StoreSettings settings;
    private final Refusals refusals;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    LimitStore(LimitScript script, Refusals refusals, StoreSettings settings) {
        this.script = script;
        this.refusals = refusals;
        this.settings = settings;
    }

    /** As patient as the settings say. */
    public CompletionStage<Verdict> decide(Request request) {
        return decide(request, settings.patience());
    }

    /**
     * Never blocks. Fails when Redis is away, too slow or read-only, or too many wait: whether the request was charged is then unknown, save after a
     * {@link StoreBusyException}.
     *
     * @param request whose domain is one of a bounded number, since each is remembered
     * @param patience how long it may take; longer than the settings say it never does. What has not been sent by then never is.
     */
    public CompletionStage<Verdict> decide(Request request, Duration patience) {
        long asked = System.nanoTime();
        if (request.reservation().isPresent()) {
            return ask(request, patience, asked);
        }
        var known = refusals.verdict(request, asked);
        return known.isPresent() ? CompletableFuture.completedStage(known.get()) : ask(request, patience, asked);
    }

    private CompletionStage<Verdict> ask(Request request, Duration patience, long asked) {
        var limit = patience.compareTo(settings.patience()) < 0 ? patience : settings.patience();
        return lanes.computeIfAbsent(request.domain(), _ -> new Lane(script::decide, settings))
                .decide(request, limit)
                .thenApply(verdict -> {
                    refusals.learn(request, verdict, asked, System.nanoTime());
                    return verdict;
                });
    }
}
