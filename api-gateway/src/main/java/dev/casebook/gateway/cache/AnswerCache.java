package dev.casebook.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The stored answers of all routes and lanes, and who is fetching what. Which ones stay when there is no room for all is W-TinyLFU's choice:
 * those asked for often, so that a scan does not sweep them out.
 */
@Singleton
public final class AnswerCache {

    private static final int SHARE_OF_HEAP = 8;

    private final Cache<CacheKey, Variants> stored;
    private final Cache<CacheKey, Boolean> passed;
    private final Cache<CacheKey, Flight> flights;
    private final Receiving receiving;
    private final int mostVariants;

    AnswerCache(CacheSettings settings, MeterRegistry meters) {
        long most = settings.maxBytes().orElse(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        this.stored = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((CacheKey key, Variants variants) -> key.bytes() + variants.bytes())
                .recordStats()
                .build();
        this.passed = Caffeine.newBuilder()
                .maximumSize(settings.passed())
                .expireAfterWrite(settings.passFor())
                .build();
        this.flights =
                Caffeine.newBuilder().expireAfterWrite(settings.leadFor()).build();
        this.receiving = new Receiving(most / 2);
        this.mostVariants = settings.variants();
        Gauge.builder("gateway.cache.bytes", this, AnswerCache::bytes)
                .description("What stored answers take")
                .register(meters);
        FunctionCounter.builder("gateway.cache.evictions", stored, cache -> cache.stats()
                        .evictionCount())
                .description("URIs whose answers had to go for others")
                .register(meters);
    }

    double bytes() {
        return stored.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    Receiving receiving() {
        return receiving;
    }

    public Optional<Stored> find(CacheRequest asked) {
        return Optional.ofNullable(stored.getIfPresent(asked.key())).flatMap(variants -> variants.find(asked));
    }

    /** @return empty when somebody else is fetching the same */
    public Optional<Flight> lead(CacheKey key) {
        var own = new Flight();
        return flights.asMap().putIfAbsent(key, own) == null ? Optional.of(own) : Optional.empty();
    }

    /** After a wait that was too long: one of those who waited for the slow one fetches instead of it, and the others wait no more. */
    public Optional<Flight> leadInsteadOf(Flight slow, CacheKey key) {
        var own = new Flight();
        return flights.asMap().replace(key, slow, own) ? Optional.of(own) : lead(key);
    }

    /** @return who is fetching the same, when it is likely that the answer can be shared */
    public Optional<Flight> follow(CacheKey key) {
        return passed.getIfPresent(key) == null ? Optional.ofNullable(flights.getIfPresent(key)) : Optional.empty();
    }

    /** Its answer is stored, or will not be. */
    void land(CacheKey key, Flight flight) {
        flights.asMap().remove(key, flight);
        flight.end();
    }

    /** An answer was not to be stored, and the next will hardly be. */
    void pass(CacheKey key) {
        passed.put(key, true);
    }

    /** Unless the flight was overtaken by a change, or took too long to know of any. */
    void store(CacheKey key, Flight flight, Stored answer) {
        passed.invalidate(key);
        change(key, variants -> flights.getIfPresent(key) == flight ? variants.with(answer, mostVariants) : variants);
    }

    /** Unless it has gone meanwhile. */
    void replace(CacheKey key, Stored before, Stored after) {
        change(
                key,
                variants -> variants.contains(before) ? variants.without(before).with(after, mostVariants) : variants);
    }

    void remove(CacheKey key, Stored gone) {
        change(key, variants -> variants.without(gone));
    }

    private void change(CacheKey key, UnaryOperator<Variants> to) {
        stored.asMap().compute(key, (same, variants) -> {
            var changed = to.apply(variants == null ? Variants.NONE : variants);
            return changed.all().isEmpty() ? null : changed;
        });
    }

    /** RFC 9111 §4.4. What is on its way may be from before the change, so it is not stored either. */
    public void invalidate(CacheKey key) {
        var overtaken = flights.asMap().remove(key);
        if (overtaken != null) {
            overtaken.end();
        }
        stored.invalidate(key);
    }

    /** Whether nothing is stored and nothing will be. */
    public boolean isUnused() {
        return flights.estimatedSize() == 0 && stored.estimatedSize() == 0;
    }
}
