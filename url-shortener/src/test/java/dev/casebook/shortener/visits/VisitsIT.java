package dev.casebook.shortener.visits;

import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.awaitCreation;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.unique;
import static dev.casebook.testkit.Server.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.jdbc.DatabaseException;
import dev.casebook.shortener.Api;
import dev.casebook.shortener.store.Store;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several instances' visits on one database. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class VisitsIT {

    private static final String IDLE = "casebook.shortener.visits.idle";

    private final String alice = unique("alice");
    private final List<Visits> instances = new ArrayList<>();

    @Inject
    LimitedLinks links;

    @Inject
    VisitRepository repository;

    @Inject
    Store store;

    @Inject
    Clock clock;

    @BeforeEach
    void storeIsThere() {
        awaitCreation();
    }

    @AfterEach
    void end() {
        TestServers.get(POSTGRESQL).start();
        awaitCreation();
        instances.forEach(Visits::stop);
    }

    @Test
    void instancesTogetherSpendTheLimitAndNotOneMore() {
        var code = LimitedLinks.create(alice, 500);
        var all = List.of(instance(IDLE, "1m"), instance(IDLE, "1m"), instance(IDLE, "1m"));
        var turn = new AtomicInteger();
        var granted = new AtomicLong();

        inParallel(30, () -> granted.addAndGet(spendAll(all.get(turn.getAndIncrement() % all.size()), code, 1)));
        // What was leased and not heard of in time comes back.
        await().atMost(PATIENCE).until(() -> granted.addAndGet(spendAll(all.getFirst(), code, 1)) >= 500);

        assertThat(granted).hasValue(500);
        assertThat(visit(all.getLast(), code, 1)).isEqualTo(Permit.SPENT);
    }

    /** What a shortener does that looks its count of visits up and redirects while it is below the limit. */
    @Test
    void countThenRedirectLetsTooManyThrough() {
        int limit = 3;
        int visitors = 8;
        var naive = LimitedLinks.create(alice, limit);
        var code = LimitedLinks.create(alice, limit);
        var instance = instance(IDLE, "10m");
        var everybodyLooked = new CyclicBarrier(visitors);

        var redirected = inParallel(visitors, () -> {
            boolean allowed = links.leased(naive) < limit;
            everybodyLooked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (allowed) {
                links.count(naive);
            }
            return allowed;
        });
        var permits = inParallel(visitors, () -> visit(instance, code, 1));

        assertThat(redirected).containsOnly(true);
        assertThat(links.leased(naive)).isEqualTo(visitors);
        assertThat(Collections.frequency(permits, Permit.GRANTED)).isLessThanOrEqualTo(limit);
        assertThat(links.leased(code)).isEqualTo(limit);
    }

    @Test
    void idleLeaseIsGivenBackToTheOthers() {
        var code = LimitedLinks.create(alice, 80);
        var idle = instance(IDLE, "100ms");
        assertThat(visit(idle, code, 1)).isEqualTo(Permit.GRANTED);

        await().atMost(PATIENCE).until(() -> links.leased(code) == 1 && links.outstanding(code) == 0);

        assertThat(spendAll(instance(IDLE, "1m"), code, 1)).isEqualTo(79);
    }

    @Test
    void leasesBeyondTheBoundAreGivenBack() {
        var codes =
                List.of(LimitedLinks.create(alice, 80), LimitedLinks.create(alice, 80), LimitedLinks.create(alice, 80));
        var small = instance("casebook.shortener.visits.links", "1");

        codes.forEach(code -> assertThat(visit(small, code, 1)).isEqualTo(Permit.GRANTED));

        await().atMost(PATIENCE)
                .until(() -> codes.stream().mapToLong(links::leased).sum() == 3 + 9);
    }

    @Test
    void leaseThatEndsWhileTheStoreIsDeadIsGivenBackWhenItReturns() {
        var code = LimitedLinks.create(alice, 80);
        var instance = instance("casebook.shortener.visits.age", "2s");
        assertThat(visit(instance, code, 1)).isEqualTo(Permit.GRANTED);
        TestServers.get(POSTGRESQL).kill();
        await().atMost(PATIENCE).until(() -> instance.permit(code, 1, false) == Permit.ASK);

        TestServers.get(POSTGRESQL).start();

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> links.leased(code) == 1 && links.outstanding(code) == 0);
    }

    @Test
    void leaseIsGivenBackOnceHoweverOftenItIsTried() {
        var code = LimitedLinks.create(alice, 80);
        var lease = UUID.randomUUID();
        assertThat(repository.lease(lease, code, 1, 100, 8)).isEqualTo(new Grant(Permit.GRANTED, 1, 10));
        repository.lease(UUID.randomUUID(), code, 1, 100, 8);

        var returned = inParallel(8, () -> repository.giveBack(List.of(new Unspent(lease, 7))));

        assertThat(returned).containsOnlyOnce(7L).containsOnly(0L, 7L);
        assertThat(links.leased(code)).isEqualTo(10 + 8 - 7);
    }

    @Test
    void instanceThatEndsInOrderGivesBackWhatItHolds() {
        var code = LimitedLinks.create(alice, 80);
        var ending = instance(IDLE, "10m");
        assertThat(visit(ending, code, 1)).isEqualTo(Permit.GRANTED);
        assertThat(links.leased(code)).isEqualTo(10);

        ending.stop();

        assertThat(links.leased(code)).isEqualTo(1);
        assertThat(links.outstanding(code)).isZero();
    }

    /** What an instance holds is nowhere but in its memory: one that is never asked again is as good as killed. */
    @Test
    void killedInstanceLosesWhatItHoldsAndNobodyGetsItTwice() {
        var code = LimitedLinks.create(alice, 80);
        assertThat(visit(instance(IDLE, "10m"), code, 1)).isEqualTo(Permit.GRANTED);

        assertThat(spendAll(instance(IDLE, "10m"), code, 1)).isEqualTo(80 - 10);
    }

    @Test
    void leaseOfAKilledInstanceIsForgottenLongAfterwardsAndItsVisitsStaySpent() {
        var code = LimitedLinks.create(alice, 80);
        var old = UUID.randomUUID();
        repository.lease(old, code, 1, 100, 8);
        links.age(old, Duration.ofDays(8));
        repository.lease(UUID.randomUUID(), code, 1, 100, 8);
        assertThat(links.outstanding(code)).isEqualTo(18);

        assertThat(repository.forget(Duration.ofDays(7))).isGreaterThanOrEqualTo(10);

        assertThat(links.outstanding(code)).isEqualTo(8);
        assertThat(repository.giveBack(List.of(new Unspent(old, 10)))).isZero();
        assertThat(links.leased(code)).isEqualTo(18);
    }

    @Test
    void leaseThatComesAfterItWasGivenUpLeasesNothing() {
        var code = LimitedLinks.create(alice, 80);
        var late = UUID.randomUUID();
        repository.giveBack(List.of(new Unspent(late, Unspent.ALL)));

        assertThatThrownBy(() -> repository.lease(late, code, 1, 100, 8)).isInstanceOf(DatabaseException.class);

        assertThat(links.leased(code)).isZero();
    }

    @Test
    void leaseWhoseAnswerWasLostIsGivenBackWhole() {
        var code = LimitedLinks.create(alice, 80);
        var lease = UUID.randomUUID();
        repository.lease(lease, code, 1, 100, 8);

        assertThat(repository.giveBack(
                        List.of(new Unspent(lease, Unspent.ALL), new Unspent(UUID.randomUUID(), Unspent.ALL))))
                .isEqualTo(10);
        assertThat(links.leased(code)).isZero();
    }

    @Test
    void leasesNeverExceedTheLimitOfTheMoment() {
        var code = LimitedLinks.create(alice, 80);
        LimitedLinks.limit(alice, code, 5L);

        // An instance that still believes in version 1.
        assertThat(spendAll(instance(IDLE, "1m"), code, 1)).isEqualTo(5);
        assertThat(links.leased(code)).isEqualTo(5);
    }

    @Test
    void deletedLinkGivesNothingAndLinkWithoutLimitEverything() {
        var deleted = LimitedLinks.create(alice, 80);
        Api.as(alice).delete(Api.LINKS + "/" + deleted).then().statusCode(204);
        var unlimited = LimitedLinks.create(alice, 1);
        LimitedLinks.limit(alice, unlimited, null);
        var instance = instance(IDLE, "1m");

        assertThat(visit(instance, deleted, 1)).isEqualTo(Permit.DELETED);
        for (int i = 0; i < 3; i++) {
            assertThat(visit(instance, unlimited, 1)).isEqualTo(Permit.GRANTED);
        }
        assertThat(links.leased(unlimited)).isZero();
    }

    private Visits instance(String setting, String value) {
        var settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(VisitSettings.class)
                .withDefaultValue(setting, value)
                .build()
                .getConfigMapping(VisitSettings.class);
        var metrics = new VisitMetrics(new SimpleMeterRegistry());
        var returns = new Returns(repository, store, settings, metrics);
        var visits = new Visits(repository, store, returns, settings, metrics, clock);
        visits.start();
        instances.add(visits);
        return visits;
    }

    private static long spendAll(Visits visits, String code, long version) {
        long spent = 0;
        while (visit(visits, code, version) == Permit.GRANTED) {
            spent++;
        }
        return spent;
    }

    private static Permit visit(Visits visits, String code, long version) {
        while (true) {
            var permit = visits.permit(code, version, true);
            if (permit != Permit.ASK) {
                return permit;
            }
            // A busy machine may not answer in time; then the next turn asks again.
            visits.refill(code, version)
                    .exceptionally(away -> null)
                    .toCompletableFuture()
                    .join();
        }
    }
}
