package dev.casebook.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.routes.Concurrency;
import dev.casebook.gateway.routes.Concurrency.By;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private static final String ROUTE = "shop.orders";
    private static final int MOST = 5;
    private static final int THREADS = 16;
    private static final int ROUNDS = 20_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InFlight inFlight = new InFlight(new ConcurrencyMeters(registry));

    private record Request(Optional<String> user, Optional<String> key, String address) implements Limited {

        @Override
        public Optional<String> header(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> query(String name) {
            return Optional.empty();
        }
    }

    private static Request ofUser(String user) {
        return new Request(Optional.of(user), Optional.empty(), "192.0.2.1");
    }

    private static Request withKey(String key) {
        return new Request(Optional.of("alice"), Optional.of(key), "192.0.2.1");
    }

    private static Request from(String address) {
        return new Request(Optional.empty(), Optional.empty(), address);
    }

    private static List<Concurrency> by(By by) {
        return List.of(new Concurrency(1, by));
    }

    private boolean isAdmitted(List<Concurrency> limits, Request request) {
        return inFlight.enter(ROUTE, limits, request).full().isEmpty();
    }

    @Test
    void placesAreTakenAndGivenBack() {
        var limit = new Concurrency(2, By.USER);

        var first = inFlight.enter(ROUTE, List.of(limit), ofUser("alice"));
        var second = inFlight.enter(ROUTE, List.of(limit), ofUser("alice"));
        var third = inFlight.enter(ROUTE, List.of(limit), ofUser("alice"));

        assertThat(first.full()).isEmpty();
        assertThat(second.texts())
                .containsExactly("At most 2 requests of a user at one time: admitted with 1 in flight");
        assertThat(third.full()).contains(limit);
        assertThat(third.texts()).containsExactly("At most 2 requests of a user at one time: refused with 2 in flight");
        assertThat(inFlight.ofBusiest(ROUTE, limit)).isEqualTo(2);

        // Who got none has none to give back.
        inFlight.leave(third);
        assertThat(inFlight.ofBusiest(ROUTE, limit)).isEqualTo(2);
        inFlight.leave(first);
        assertThat(isAdmitted(List.of(limit), ofUser("alice"))).isTrue();
    }

    @Test
    void nothingIsLeftOfWhatIsOver() {
        var limits = List.of(new Concurrency(2, By.ROUTE), new Concurrency(2, By.USER), new Concurrency(2, By.ADDRESS));
        var first = inFlight.enter(ROUTE, limits, ofUser("alice"));
        var second = inFlight.enter(ROUTE, limits, ofUser("bob"));

        inFlight.leave(first);
        assertThat(inFlight.isEmpty()).isFalse();
        inFlight.leave(second);

        assertThat(inFlight.isEmpty()).isTrue();
        assertThat(inFlight.ofBusiest(ROUTE, limits.getFirst())).isZero();
    }

    @Test
    void usersKeysAndAddressesCountApart() {
        assertThat(isAdmitted(by(By.USER), ofUser("alice"))).isTrue();
        assertThat(isAdmitted(by(By.USER), ofUser("bob"))).isTrue();
        assertThat(isAdmitted(by(By.USER), ofUser("alice"))).isFalse();
        assertThat(isAdmitted(by(By.KEY), withKey("ci"))).isTrue();
        assertThat(isAdmitted(by(By.KEY), withKey("cd"))).isTrue();
        assertThat(isAdmitted(by(By.KEY), withKey("ci"))).isFalse();
        assertThat(isAdmitted(by(By.ADDRESS), from("192.0.2.1"))).isTrue();
        assertThat(isAdmitted(by(By.ADDRESS), from("192.0.2.2"))).isTrue();
        assertThat(isAdmitted(by(By.ADDRESS), from("192.0.2.1"))).isFalse();
    }

    @Test
    void addressOfIpv6StandsForItsNetwork() {
        assertThat(isAdmitted(by(By.ADDRESS), from("2001:db8::1"))).isTrue();
        assertThat(isAdmitted(by(By.ADDRESS), from("2001:db8::2"))).isFalse();
        assertThat(isAdmitted(by(By.ADDRESS), from("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void routesCountApart() {
        assertThat(isAdmitted(by(By.ROUTE), ofUser("alice"))).isTrue();
        assertThat(isAdmitted(by(By.ROUTE), ofUser("bob"))).isFalse();
        assertThat(inFlight.enter("shop.other", by(By.ROUTE), ofUser("bob")).full())
                .isEmpty();
    }

    @Test
    void whoLacksWhatCountsIsNotLimitedByIt() {
        for (int i = 0; i < 3; i++) {
            assertThat(isAdmitted(by(By.USER), from("192.0.2.1"))).isTrue();
            assertThat(isAdmitted(by(By.KEY), ofUser("alice"))).isTrue();
        }

        assertThat(inFlight.isEmpty()).isTrue();
    }

    @Test
    void oneLimitWithoutRoomLeavesTheOthersAsTheyWere() {
        var limits = List.of(new Concurrency(2, By.ROUTE), new Concurrency(1, By.USER));
        var first = inFlight.enter(ROUTE, limits, ofUser("alice"));

        for (int i = 0; i < 10; i++) {
            assertThat(inFlight.enter(ROUTE, limits, ofUser("alice")).full()).contains(limits.getLast());
        }
        assertThat(isAdmitted(limits, ofUser("bob"))).isTrue();
        assertThat(inFlight.enter(ROUTE, limits, ofUser("carol")).full()).contains(limits.getFirst());

        inFlight.leave(first);
        assertThat(isAdmitted(limits, ofUser("carol"))).isTrue();
    }

    @Test
    void limitThatChangesGoesOnFromWhatThereIs() {
        var two = List.of(new Concurrency(2, By.ROUTE));
        var one = by(By.ROUTE);
        var first = inFlight.enter(ROUTE, two, ofUser("alice"));
        var second = inFlight.enter(ROUTE, two, ofUser("alice"));

        assertThat(inFlight.enter(ROUTE, one, ofUser("alice")).texts())
                .containsExactly("At most 1 request of this route at one time: refused with 2 in flight");
        inFlight.leave(first);
        assertThat(isAdmitted(one, ofUser("alice"))).isFalse();
        inFlight.leave(second);
        assertThat(inFlight.isEmpty()).isTrue();
        assertThat(isAdmitted(one, ofUser("alice"))).isTrue();
    }

    @Test
    void longNamesTakeNoMoreThanOthers() {
        var place = inFlight.enter(ROUTE, by(By.USER), ofUser("x".repeat(10_000)))
                .taken()
                .getFirst();

        assertThat(place.counted().value()).hasSize(20);
    }

    @Test
    void refusalsAreCountedByRoute() {
        var limits = by(By.USER);
        isAdmitted(limits, ofUser("alice"));
        isAdmitted(limits, ofUser("alice"));
        isAdmitted(limits, ofUser("alice"));

        assertThat(inFlight.refusals(ROUTE, limits.getFirst())).isEqualTo(2);
        assertThat(inFlight.refusals("shop.other", limits.getFirst())).isZero();
        assertThat(registry.get("gateway.concurrency.refused")
                        .tags("route", ROUTE, "by", "user")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void thereAreNeverMoreThanThereMayBeWhoeverComesAndGoes() throws InterruptedException {
        var limits = List.of(new Concurrency(MOST, By.USER), new Concurrency(MOST + 2, By.ROUTE));
        var ofUsers = List.of(new AtomicInteger(), new AtomicInteger());
        var ofRoute = new AtomicInteger();
        var tooMany = new AtomicInteger();
        var admitted = new AtomicInteger();
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                int user = thread % 2;
                threads.submit(() -> {
                    start.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        var places = inFlight.enter(ROUTE, limits, ofUser("user-" + user));
                        if (places.full().isEmpty()) {
                            admitted.incrementAndGet();
                            int now = ofUsers.get(user).incrementAndGet();
                            if (ofRoute.incrementAndGet() > MOST + 2 || now > MOST) {
                                tooMany.incrementAndGet();
                            }
                            Thread.yield();
                            ofRoute.decrementAndGet();
                            ofUsers.get(user).decrementAndGet();
                            inFlight.leave(places);
                        }
                    }
                    return null;
                });
            }
            start.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(tooMany).hasValue(0);
        assertThat(admitted).hasPositiveValue();
        assertThat(inFlight.isEmpty()).isTrue();
        assertThat(isAdmitted(limits, ofUser("user-0"))).isTrue();
    }
}
