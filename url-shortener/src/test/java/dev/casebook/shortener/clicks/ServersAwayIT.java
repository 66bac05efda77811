package dev.casebook.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.shortener.Api;
import dev.casebook.shortener.visitors.Traits;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clicks go on while a server is frozen, none waits for it, and each is counted once when it is back. Two of them at once, and killed ones:
 * {@code PairsAwayIT} and the end-to-end tests.
 */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class ServersAwayIT {

    private static final int ENOUGH = 300;

    private final String code = "c" + UUID.randomUUID();
    private final AtomicLong clicks = new AtomicLong();
    private volatile boolean clicking = true;
    private Thread visitors;
    private long lostBefore;

    @Inject
    ClickJournal journal;

    @Inject
    Ledger stored;

    @Inject
    SmallRyeHealthReporter health;

    @BeforeEach
    void visitorsCome() {
        stored.awaitTables();
        lostBefore = journal.level().lost();
        visitors = Thread.ofPlatform().start(() -> {
            while (clicking) {
                if (journal.append(code, Instant.now(), 0, Traits.NONE)) {
                    clicks.incrementAndGet();
                }
                LockSupport.parkNanos(1_000_000);
            }
        });
        await().atMost(Ledger.PATIENCE).until(() -> clicks.get() > ENOUGH);
    }

    @AfterEach
    void visitorsLeave() throws InterruptedException {
        clicking = false;
        visitors.join();
    }

    @AfterEach
    void everythingIsBack() {
        for (var server : List.of(Server.KAFKA, Server.POSTGRESQL)) {
            TestServers.get(server).start();
            TestServers.get(server).resume();
        }
        Api.awaitCreation();
    }

    @ParameterizedTest
    @EnumSource(names = {"KAFKA", "POSTGRESQL"})
    void pausedServerCostsNoClick(Server server) throws InterruptedException {
        TestServers.get(server).pause();
        moreClicks();
        assertThat(health.getLiveness().isDown()).isFalse();

        TestServers.get(server).resume();

        assertExact();
    }

    private void moreClicks() {
        long before = clicks.get();
        await().atMost(Ledger.PATIENCE).until(() -> clicks.get() > before + ENOUGH);
    }

    private void assertExact() throws InterruptedException {
        moreClicks();
        visitorsLeave();
        stored.awaitTotal(code, clicks.get());
        var level = journal.level();
        assertThat(level.lost()).isEqualTo(lostBefore);
        assertThat(health.getLiveness().isDown()).isFalse();
        stored.awaitJournal(
                level.journal(), new JournalCount(level.lastSequence(), level.lastSequence(), 0, lostBefore));
    }
}
