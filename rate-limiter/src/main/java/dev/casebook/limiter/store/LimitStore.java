package dev.casebook.limiter.store;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Decides for all instances at once. */
@Singleton
public final class LimitStore {

    private final LimitScript script;
    private final StoreSettings settings;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    LimitStore(LimitScript script, StoreSettings settings) {
        this.script = script;
        this.settings = settings;
    }

    /**
     * Never blocks. Fails when Redis is away, too slow or read-only, or too many wait: whether the request was charged is then unknown, save after a
     * {@link StoreBusyException}.
     *
     * @param request whose domain is one of a bounded number, since each is remembered
     */
    public CompletionStage<Verdict> decide(Request request) {
        return lanes.computeIfAbsent(request.domain(), _ -> new Lane(script, settings))
                .decide(request);
    }
}
