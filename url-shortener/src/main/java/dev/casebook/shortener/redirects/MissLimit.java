package dev.casebook.shortener.redirects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Slows down those who guess codes: a token bucket of misses for each address, kept as the instant at which it is full again. An address is known by
 * its number of the day, never by itself, and forgotten once its bucket is full.
 */
@Singleton
class MissLimit {

    private final Cache<Long, Long> fullAt;
    private final MissSettings settings;
    private final Clock clock;

    MissLimit(MissSettings settings, Clock clock, MeterRegistry meters) {
        this.settings = settings;
        this.clock = clock;
        this.fullAt = Caffeine.newBuilder()
                .maximumSize(settings.addresses())
                .expireAfter(
                        Expiry.<Long, Long>writing((_, full) -> Duration.ofMillis(Math.max(0, full - clock.millis()))))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
        Gauge.builder("shortener.redirects.misses.addresses", fullAt, Cache::estimatedSize)
                .description("Addresses that asked for an unknown code lately")
                .register(meters);
    }

    /** How long this address must wait until it may ask for a code again that is not known here; zero if it may now. */
    Duration untilNextGuess(long address) {
        var full = fullAt.getIfPresent(address);
        if (full == null) {
            return Duration.ZERO;
        }
        long oneLeft = full - (settings.burst() - 1) * settings.pause().toMillis();
        return Duration.ofMillis(Math.max(0, oneLeft - clock.millis()));
    }

    /**
     * An unknown code was asked for. Taken also from an empty bucket: those who ask many at once, before the first is answered, wait the longer
     * afterwards.
     */
    void miss(long address) {
        long now = clock.millis();
        long pause = settings.pause().toMillis();
        fullAt.asMap().merge(address, now + pause, (full, _) -> Math.max(full, now) + pause);
    }
}
