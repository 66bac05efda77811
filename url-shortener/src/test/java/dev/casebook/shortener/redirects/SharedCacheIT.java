package dev.casebook.shortener.redirects;

import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class SharedCacheIT {

    private final String code = unique("shared");

    @Inject
    SharedCache cache;

    @Inject
    @RedisRole(Role.CACHE)
    Redis redis;

    @Inject
    Clock clock;

    @BeforeEach
    void awaitRedis() {
        soon().until(redis::isConnected);
    }

    @Test
    void whatOneLearnsAnotherFinds() {
        cache.learn(code, live(1));

        assertThat(find()).map(Known::destination).contains(live(1).destination());
    }

    /** The race of delete-then-refill between two instances: the slow reader writes version 1 after the edit to version 2. */
    @Test
    void olderRefillDoesNotOverwriteAnEdit() {
        var naive = unique("naive");
        redis.ask(commands -> commands.del(naive));
        redis.ask(commands -> commands.set(naive, SharedEntry.write(live(1))));

        cache.learn(code, live(2));
        cache.learn(code, live(1));

        String overwritten = redis.ask(commands -> commands.get(naive));
        assertThat(overwritten).startsWith("1 ");
        assertThat(find()).map(Known::destination).contains(live(2).destination());
    }

    @Test
    void olderRefillDoesNotUndeleteALink() {
        var gone = new Known(new Destination.Gone(12), clock.millis());

        cache.learn(code, gone);
        cache.learn(code, live(9));

        assertThat(find()).contains(gone);
    }

    @Test
    void editReplacesAndLaterReadingsOfOneVersionDoToo() {
        cache.learn(code, live(9));
        cache.learn(code, live(10));
        var confirmed = new Known(live(10).destination(), clock.millis() + 5);
        cache.learn(code, confirmed);

        assertThat(find()).contains(confirmed);
    }

    @Test
    void unknownCodesAreNotShared() {
        cache.learn(code, new Known(new Destination.Unknown(), clock.millis()));

        assertThat(find()).isEmpty();
    }

    private Optional<Known> find() {
        return cache.find(code).toCompletableFuture().join();
    }

    private Known live(long version) {
        return new Known(new Destination.Live("https://example.com/" + version, version), clock.millis());
    }
}
