package dev.casebook.gateway.cache;

import static dev.casebook.gateway.cache.CacheFixtures.KEY;
import static dev.casebook.gateway.cache.CacheFixtures.answer;
import static dev.casebook.gateway.cache.CacheFixtures.get;
import static dev.casebook.gateway.cache.CacheFixtures.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {

    private final AnswerCache cache = new AnswerCache(
            new SmallRyeConfigBuilder()
                    .withMapping(CacheSettings.class)
                    .withDefaultValues(Map.of(
                            "casebook.gateway.cache.max-bytes",
                            "8192",
                            "casebook.gateway.cache.variants",
                            "2",
                            "casebook.gateway.cache.pass-for",
                            "PT10S",
                            "casebook.gateway.cache.lead-for",
                            "PT60S"))
                    .build()
                    .getConfigMapping(CacheSettings.class),
            new SimpleMeterRegistry());

    private void store(CacheKey key, Stored answer) {
        var flight = cache.lead(key).orElseThrow();
        cache.store(key, flight, answer);
        cache.land(key, flight);
    }

    @Test
    void whatIsStoredStaysWithinItsBound() {
        for (int i = 0; i < 100; i++) {
            store(KEY.at("/" + i), stored("X: y").withBody(new byte[1000]));
        }

        await().untilAsserted(() -> assertThat(cache.bytes()).isPositive().isLessThanOrEqualTo(8192));
    }

    @Test
    void whatIsBeingReceivedStaysWithinItsBoundToo() {
        var first = new Capture(cache.receiving(), 1 << 20);
        var second = new Capture(cache.receiving(), 1 << 20);

        assertThat(first.take(Buffer.buffer(new byte[3000]))).isTrue();
        assertThat(second.take(Buffer.buffer(new byte[3000]))).isFalse();
        first.end();
        assertThat(new Capture(cache.receiving(), 1 << 20).take(Buffer.buffer(new byte[3000])))
                .isTrue();
    }

    @Test
    void captureGivesUpBeyondWhatIsWorthStoring() {
        var capture = new Capture(cache.receiving(), 10);

        assertThat(capture.take(Buffer.buffer("0123456789"))).isTrue();
        assertThat(capture.take(Buffer.buffer("x"))).isFalse();
        assertThat(capture.take(Buffer.buffer(""))).isFalse();
    }

    @Test
    void answersOfAnotherRouteAreNotFound() {
        store(KEY, stored("X: y"));

        assertThat(cache.find(get())).isPresent();
        assertThat(cache.find(CacheRequest.of(KEY, "other", false, CacheFixtures.headers())))
                .isEmpty();
    }

    @Test
    @DisplayName("RFC 9111 §4.1: each variant has its place, the oldest goes")
    void variantsStandBesideEachOther() {
        for (var value : new String[] {"1", "2", "2", "3"}) {
            store(KEY, answer(200, "Vary: Foo", "X: " + value).head(get("Foo: " + value), Duration.ZERO));
        }

        assertThat(cache.find(get("Foo: 1"))).isEmpty();
        assertThat(cache.find(get("Foo: 2"))).isPresent();
        assertThat(cache.find(get("Foo: 3"))).isPresent();
    }

    @Test
    @DisplayName("RFC 9111 §4.4: what was asked for before a change is not stored after it")
    void changeOvertakesWhatIsOnItsWay() {
        var flight = cache.lead(KEY).orElseThrow();
        var ended = flight.ended();
        cache.invalidate(KEY);
        cache.store(KEY, flight, stored("X: old"));

        assertThat(cache.find(get())).isEmpty();
        assertThat(ended).isDone();
    }

    @Test
    void validationDoesNotBringBackWhatWasInvalidated() {
        var before = stored("X: old");
        store(KEY, before);
        cache.invalidate(KEY);
        cache.replace(KEY, before, stored("X: old"));

        assertThat(cache.find(get())).isEmpty();
    }

    @Test
    void oneLeadsAndTheOthersFollow() {
        var leader = cache.lead(KEY).orElseThrow();

        assertThat(cache.lead(KEY)).isEmpty();
        assertThat(cache.follow(KEY)).contains(leader);
        assertThat(cache.lead(KEY.at("/other"))).isPresent();

        var ended = cache.follow(KEY).orElseThrow().ended();
        assertThat(ended).isNotDone();
        cache.land(KEY, leader);
        assertThat(ended).isDone();
        assertThat(cache.lead(KEY)).isPresent();
    }

    @Test
    void oneOfThoseWhoWaitedTooLongLeadsInsteadOfTheSlowOne() {
        var slow = cache.lead(KEY).orElseThrow();

        var next = cache.leadInsteadOf(slow, KEY);
        assertThat(next).isPresent();
        assertThat(cache.leadInsteadOf(slow, KEY)).isEmpty();

        cache.store(KEY, slow, stored("X: late"));
        cache.land(KEY, slow);
        assertThat(cache.find(get())).isEmpty();
        assertThat(cache.follow(KEY)).isEqualTo(next);
    }

    @Test
    void nobodyFollowsWhereAnswersAreNotStored() {
        cache.lead(KEY).orElseThrow();
        cache.pass(KEY);

        assertThat(cache.follow(KEY)).isEmpty();
    }
}
