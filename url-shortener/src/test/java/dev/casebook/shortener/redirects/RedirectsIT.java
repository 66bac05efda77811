package dev.casebook.shortener.redirects;

import static dev.casebook.shortener.Api.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.casebook.shortener.Api;
import dev.casebook.shortener.StoredLinks;
import dev.casebook.shortener.TurnableClock;
import dev.casebook.shortener.redirects.Answer.Source;
import dev.casebook.shortener.safety.BlockedTargets;
import dev.casebook.shortener.store.Store;
import dev.casebook.shortener.store.StoreFixture;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another instance's redirects, with a clock that the test turns, on the same Redis and PostgreSQL. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class RedirectsIT {

    private static final String OLD = "https://example.com/old";
    private static final String NEW = "https://example.com/new";

    /** At once, as the settings say. */
    private static final int QUERIES = 3;

    private final TurnableClock clock = new TurnableClock();

    @Inject
    StoredLinks stored;

    @Inject
    SharedCache shared;

    @Inject
    DestinationRepository repository;

    @Inject
    Store store;

    @Inject
    BlockedTargets blocked;

    @Inject
    ChangeHearing hearing;

    @Inject
    DataSource database;

    @Inject
    MeterRegistry meters;

    @Inject
    @VirtualThreads
    ExecutorService threads;

    private Redirects redirects;

    @BeforeEach
    void start() {
        Api.awaitCreation();
        redirects = redirects(store);
    }

    private Redirects redirects(Store store) {
        var settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RedirectSettings.class)
                .withDefaultValue("casebook.shortener.redirects.soft-age", "10m")
                .withDefaultValue("casebook.shortener.redirects.hard-age", "24h")
                .build()
                .getConfigMapping(RedirectSettings.class);
        var local = new LocalCache(settings, clock, RandomGenerator.getDefault(), new SimpleMeterRegistry());
        var lookups = new Lookups(repository, store, settings, clock);
        return new Redirects(local, shared, lookups, blocked, hearing, settings, clock);
    }

    @Test
    void ofManyWhoAskAtOnceOneLooksItUp() throws SQLException {
        var code = stored.insert(OLD);
        double before = storeCalls();

        try (var blocker = database.getConnection()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE links IN ACCESS EXCLUSIVE MODE");
            var answers = Stream.generate(() -> redirects.find(code).toCompletableFuture())
                    .limit(50)
                    .toList();
            await().atMost(PATIENCE).until(() -> storeCalls() > before);
            blocker.rollback();

            assertThat(answers).allSatisfy(answer -> assertThat(answer.join().destination())
                    .isEqualTo(new Destination.Live(OLD, 1)));
        }
        assertThat(storeCalls() - before).isEqualTo(1);
    }

    /** A cache that starts empty: while the first queries are under way, the other codes gather for the next ones. */
    @Test
    void codesThatAreWantedTogetherAreReadTogether() throws SQLException {
        var codes = Stream.generate(() -> stored.insert(OLD)).limit(150).toList();
        double before = storeCalls();

        try (var blocker = database.getConnection()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE links IN ACCESS EXCLUSIVE MODE");
            var answers = codes.stream()
                    .map(code -> redirects.find(code).toCompletableFuture())
                    .toList();
            await().atMost(PATIENCE).until(() -> storeCalls() - before >= QUERIES);
            blocker.rollback();

            assertThat(answers).allSatisfy(answer -> assertThat(answer.join().destination())
                    .isEqualTo(new Destination.Live(OLD, 1)));
        }
        // Which codes Redis lets go on first, and so how many go alone, is not known.
        assertThat(storeCalls() - before).isLessThan(50);
    }

    /** As at a cold start, when nobody has a turn for a while: PostgreSQL has not gone away, and who waits a little longer is redirected. */
    @Test
    void storeThatStandsStillForLongerThanALookupMayTakeIsWaitedFor() throws SQLException {
        var codes = Stream.generate(() -> stored.insert(OLD)).limit(50).toList();
        var own = new SimpleMeterRegistry();
        redirects = redirects(StoreFixture.store(Map.of("lookup-timeout", "1s"), own, threads));

        try (var blocker = database.getConnection()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE links IN ACCESS EXCLUSIVE MODE");
            var answers = codes.stream()
                    .map(code -> redirects.find(code).toCompletableFuture())
                    .toList();
            Api.soon().until(() -> timedOut(own) >= QUERIES);
            blocker.rollback();

            assertThat(answers).allSatisfy(answer -> assertThat(answer.join().destination())
                    .isEqualTo(new Destination.Live(OLD, 1)));
        }
        assertThat(own.get("shortener.store.away").gauge().value()).isZero();
    }

    private static double timedOut(MeterRegistry meters) {
        return meters.get("shortener.store.refused").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** A link that everybody follows has expired: a cache that reads what it misses reads it once for each who asks meanwhile. */
    @Test
    void hotLinkThatExpiredIsReadOnceAndByTheNaiveCacheOncePerVisitor() {
        int visitors = 30;
        var code = stored.insert(OLD);
        find(code);
        clock.advance(Duration.ofHours(25));
        Cache<String, Destination> naive = Caffeine.newBuilder().build();
        var reads = new AtomicInteger();
        var everybodyMissed = new CyclicBarrier(visitors);

        Api.inParallel(visitors, () -> {
            var held = naive.getIfPresent(code);
            everybodyMissed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (held == null) {
                reads.incrementAndGet();
                naive.put(code, repository.find(List.of(code)).get(code));
            }
            return true;
        });
        double before = storeCalls();
        var answers = Api.inParallel(
                visitors, () -> redirects.find(code).toCompletableFuture().join());

        assertThat(reads).hasValue(visitors);
        assertThat(storeCalls() - before).isEqualTo(1);
        assertThat(answers).hasSize(visitors).allSatisfy(answer -> assertThat(answer.destination())
                .isEqualTo(new Destination.Live(OLD, 1)));
    }

    @Test
    void agedEntryIsServedWhileItIsReadAgain() {
        var code = stored.insert(OLD);
        find(code);
        stored.edit(code, NEW);
        clock.advance(Duration.ofMinutes(11));

        assertThat(redirects.known(code)).contains(new Destination.Live(OLD, 1));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(redirects.known(code)).contains(new Destination.Live(NEW, 2)));
    }

    @Test
    void agedEntryIsServedOnWhileTheStoreIsAway() {
        var code = stored.insert(OLD);
        find(code);
        clock.advance(Duration.ofHours(20));
        TestServers.get(Server.POSTGRESQL).kill();
        double before = storeCalls();

        for (int i = 0; i < 200; i++) {
            assertThat(redirects.known(code)).contains(new Destination.Live(OLD, 1));
        }

        // The clock stands still: after the first failure no other attempt is due.
        assertThat(storeCalls() - before).isLessThan(50);
        TestServers.get(Server.POSTGRESQL).start();
        Api.awaitCreation();
    }

    @Test
    void whatRedisKnowsNeedsNoStore() {
        var code = stored.insert(OLD);
        await().atMost(PATIENCE).until(() -> {
            shared.learn(code, new Known(new Destination.Live(OLD, 1), clock.millis()));
            return shared.find(code).toCompletableFuture().join().isPresent();
        });
        double before = storeCalls();

        assertThat(redirects.find(code).toCompletableFuture().join())
                .isEqualTo(new Answer(new Destination.Live(OLD, 1), Source.REDIS));
        assertThat(storeCalls() - before).isZero();
    }

    @Test
    void whatTheStoreTellsIsSharedOverRedis() {
        var code = stored.insert(OLD);

        find(code);

        await().atMost(PATIENCE)
                .until(() -> shared.find(code).toCompletableFuture().join().isPresent());
    }

    private void find(String code) {
        assertThat(redirects.find(code).toCompletableFuture().join())
                .isEqualTo(new Answer(new Destination.Live(OLD, 1), Source.STORE));
    }

    private double storeCalls() {
        return meters.get("shortener.store.calls")
                .tag("kind", "lookup")
                .counter()
                .count();
    }
}
