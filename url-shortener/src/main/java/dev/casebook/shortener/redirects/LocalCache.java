package dev.casebook.shortener.redirects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.casebook.shortener.rules.Redirection;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What this process knows of codes, bounded by memory. An entry only ever gives way to a newer one, whatever order they arrive in. */
@Singleton
class LocalCache {

    /** Estimate of what an entry costs beside its characters: cache node, map slot, records, string headers. */
    private static final int OVERHEAD = 320;

    /** The same for a rule, and for each of its conditions. */
    private static final int RULE_OVERHEAD = 120;

    private final Cache<String, Entry> entries;
    private final RedirectSettings settings;
    private final Clock clock;
    private final RandomGenerator random;

    /**
     * @param refreshAt when to read it again, in milliseconds since 1970
     * @param triedAt when it was read, or that was last tried
     */
    record Entry(Known known, long refreshAt, long triedAt) {}

    LocalCache(RedirectSettings settings, Clock clock, RandomGenerator random, MeterRegistry meters) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(settings.localSize().asLongValue())
                .weigher(LocalCache::weight)
                .expireAfter(Expiry.<String, Entry>writing((_, entry) -> lifetime(entry.known())))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                // On the caller's thread: upkeep is short, and a hop to another thread costs more.
                .executor(Runnable::run)
                .build();
        Gauge.builder("shortener.redirects.local.entries", entries, Cache::estimatedSize)
                .register(meters);
    }

    Optional<Entry> find(String code) {
        return Optional.ofNullable(entries.getIfPresent(code));
    }

    /** @return what is held afterwards: the newer one of this and what was held before */
    Known learn(String code, Known known) {
        var offered = new Entry(known, known.readAt() + softAge(), known.readAt());
        return entries.asMap()
                .merge(code, offered, (held, fresh) -> fresh.known().supersedes(held.known()) ? fresh : held)
                .known();
    }

    /** Could not be read again: serves it on, and waits before the next attempt. */
    void postpone(String code) {
        long now = clock.millis();
        long refreshAt = now + settings.refreshPause().toMillis();
        entries.asMap().computeIfPresent(code, (_, held) -> new Entry(held.known(), refreshAt, now));
    }

    private long softAge() {
        double cut = settings.jitter() * random.nextDouble();
        return (long) (settings.softAge().toMillis() * (1 - cut));
    }

    private Duration lifetime(Known known) {
        var age = known.destination() instanceof Destination.Unknown ? settings.unknownAge() : settings.hardAge();
        return Duration.ofMillis(Math.max(0, known.readAt() + age.toMillis() - clock.millis()));
    }

    private static int weight(String code, Entry entry) {
        int characters =
                entry.known().destination() instanceof Destination.Live live ? characters(live.redirection()) : 0;
        return OVERHEAD + code.length() + characters;
    }

    private static int characters(Redirection redirection) {
        int rules = redirection.rules().stream()
                .mapToInt(rule -> RULE_OVERHEAD * (1 + rule.conditions().size())
                        + rule.url().length())
                .sum();
        return redirection.url().length() + rules;
    }
}
