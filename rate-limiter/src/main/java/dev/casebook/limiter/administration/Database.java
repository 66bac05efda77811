package dev.casebook.limiter.administration;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.chassis.jdbc.Outage;
import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.limiter.current.RulesSettings;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The way to PostgreSQL: few at a time, and none for a moment after it was found away. */
@Singleton
final class Database {

    private final boolean administered;
    private final AdministrationSettings settings;
    private final Migrations migrations;
    private final Semaphore turns;
    /** By {@link System#nanoTime}; until then nobody asks. */
    private final AtomicLong askedAgain = new AtomicLong(System.nanoTime());

    Database(RulesSettings rules, AdministrationSettings settings, Migrations migrations) {
        this.administered = rules.administered();
        this.settings = settings;
        this.migrations = migrations;
        this.turns = new Semaphore(settings.atOnce());
    }

    /**
     * Runs work on the caller's virtual thread, in one transaction. What it throws rolls that back.
     *
     * @throws DatabaseAwayException when PostgreSQL is away; when that shows only at the commit, the work may have been done all the same
     */
    <T> T ask(Supplier<T> work) {
        if (!administered) {
            throw new ProblemException(Problem.of(404, "administration-off", "Rules come from files alone here"));
        }
        if (!migrations.isDone() || System.nanoTime() - askedAgain.get() < 0) {
            throw new DatabaseAwayException("not asked");
        }
        awaitTurn();
        try {
            return QuarkusTransaction.joiningExisting().call(work::get);
        } catch (RuntimeException e) {
            if (!Outage.isBehind(e)) {
                throw e;
            }
            askedAgain.set(System.nanoTime() + settings.pause().toNanos());
            throw new DatabaseAwayException(e);
        } finally {
            turns.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(settings.turnTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseAwayException("busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseAwayException(e);
        }
    }
}
