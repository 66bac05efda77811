package dev.casebook.limiter.administration;

import dev.casebook.chassis.outbox.Outbox;
import dev.casebook.chassis.outbox.OutboxEvent;
import dev.casebook.limiter.administration.RuleStore.Revision;
import dev.casebook.limiter.current.Change;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes a change the next one: in the log, for the other instances, and for this one, all within the transaction that makes it. */
@Singleton
final class ChangeLog {

    static final String TOPIC = "rate-limiter.rules.v1";

    /** One key, since all changes have one order. The row of the revision, which is locked, keeps it. */
    private static final String KEY = "rules";

    private final RuleStore store;
    private final ChangeStore changes;
    private final Outbox outbox;
    private final Event<Change> here;
    private final Clock clock;

    ChangeLog(RuleStore store, ChangeStore changes, Outbox outbox, Event<Change> here, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.outbox = outbox;
        this.here = here;
        this.clock = clock;
    }

    /** What the next change will be, if there is one: nobody else makes any until this transaction ends. */
    record Next(Revision before, Instant at) {

        long version() {
            return before.number() + 1;
        }
    }

    Next next() {
        // As exact as the database keeps it, so that what is answered now is what is read later.
        return new Next(store.lock(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** @param made after the rows were written */
    void append(Next next, Change.Effect effect, AuditedChange made) {
        store.advance();
        changes.insert(made);
        var change = new Change(next.before().history(), next.version(), effect);
        outbox.append(new OutboxEvent(
                TOPIC,
                KEY,
                "dev.casebook.limiter.%s.%s.v1"
                        .formatted(ChangeStore.name(made.kind()), ChangeStore.name(made.action())),
                ChangeMessage.of(change, next.at()).toByteArray()));
        here.fire(change);
    }
}
