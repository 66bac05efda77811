package dev.casebook.shortener.redirects;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.casebook.shortener.TurnableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LocalCacheTest {

    private static final String CODE = "abc1234";

    private final TurnableClock clock = new TurnableClock();

    @Property
    void greatestVersionWinsInWhateverOrderTheyArrive(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 5) Integer> versions) {
        var cache = cache(Map.of());

        versions.forEach(version -> cache.learn(CODE, at(version)));

        long greatest = versions.stream().mapToInt(Integer::intValue).max().orElseThrow();
        assertThat(held(cache).version()).isEqualTo(greatest);
    }

    /** The race of delete-then-refill: a reader fetches version 1, the link is edited to version 2, and the reader writes last. */
    @Test
    void olderRefillDoesNotOverwriteAnEdit() {
        var cache = cache(Map.of());
        Cache<String, Known> naive = Caffeine.newBuilder().build();
        var refill = live(1);

        naive.invalidate(CODE);
        naive.put(CODE, refill);
        cache.learn(CODE, live(2));
        cache.learn(CODE, refill);

        assertThat(naive.getIfPresent(CODE)).isEqualTo(refill);
        assertThat(held(cache)).isEqualTo(live(2).destination());
    }

    @Test
    void olderRefillDoesNotUndeleteALink() {
        var cache = cache(Map.of());

        cache.learn(CODE, new Known(new Destination.Gone(2), clock.millis()));
        var answered = cache.learn(CODE, live(1));

        assertThat(answered.destination()).isEqualTo(new Destination.Gone(2));
        assertThat(held(cache)).isEqualTo(new Destination.Gone(2));
    }

    @Test
    void creationReplacesWhatWasUnknown() {
        var cache = cache(Map.of());

        cache.learn(CODE, at(0));
        cache.learn(CODE, live(1));
        cache.learn(CODE, at(0));

        assertThat(held(cache)).isEqualTo(live(1).destination());
    }

    @Test
    void unknownIsForgottenSoon() {
        var cache = cache(Map.of("unknown-age", "5s"));
        cache.learn(CODE, at(0));

        clock.advance(Duration.ofSeconds(6));

        assertThat(cache.find(CODE)).isEmpty();
    }

    @Test
    void linkIsServedUpToItsHardAge() {
        var cache = cache(Map.of("hard-age", "1h"));
        cache.learn(CODE, live(1));

        clock.advance(Duration.ofMinutes(59));
        assertThat(cache.find(CODE)).isPresent();
        clock.advance(Duration.ofMinutes(2));
        assertThat(cache.find(CODE)).isEmpty();
    }

    @Test
    void refreshFallsDueWithinTheJitterBeforeTheSoftAge() {
        var cache = cache(Map.of("soft-age", "10m", "jitter", "0.2"));
        cache.learn(CODE, live(1));

        long due = cache.find(CODE).orElseThrow().refreshAt() - clock.millis();

        assertThat(Duration.ofMillis(due)).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
    }

    @Test
    void postponedRefreshFallsDueLater() {
        var cache = cache(Map.of("soft-age", "1m", "refresh-pause", "5s"));
        cache.learn(CODE, live(1));
        clock.advance(Duration.ofMinutes(5));

        cache.postpone(CODE);

        assertThat(cache.find(CODE).orElseThrow().refreshAt()).isEqualTo(clock.millis() + 5_000);
    }

    @Test
    void memoryIsBounded() {
        var cache = cache(Map.of("local-size", "100K"));

        for (int i = 0; i < 10_000; i++) {
            cache.learn("code" + i, live(1));
        }

        long held = IntStream.range(0, 10_000)
                .filter(i -> cache.find("code" + i).isPresent())
                .count();
        assertThat(held).isBetween(1L, 400L);
    }

    private Known at(int version) {
        return version == 0 ? new Known(new Destination.Unknown(), clock.millis()) : live(version);
    }

    private Known live(long version) {
        return new Known(new Destination.Live("https://example.com/" + version, version), clock.millis());
    }

    private static Destination held(LocalCache cache) {
        return cache.find(CODE).orElseThrow().known().destination();
    }

    private LocalCache cache(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(RedirectSettings.class);
        settings.forEach((name, value) -> builder.withDefaultValue("casebook.shortener.redirects." + name, value));
        return new LocalCache(
                builder.build().getConfigMapping(RedirectSettings.class),
                clock,
                RandomGenerator.getDefault(),
                new SimpleMeterRegistry());
    }
}
