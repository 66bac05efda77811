package dev.casebook.limiter.administration;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.chassis.jdbc.Outage;
import dev.casebook.limiter.administration.RuleStore.Revision;
import dev.casebook.limiter.current.CurrentRules;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Looks into the database whether this instance knows all that administration has: at the start, every few seconds, and when a change was missed. */
@Singleton
class RulesWatch {

    private final RuleStore store;
    private final CurrentRules rules;
    private final Migrations migrations;
    private volatile Optional<String> away = Optional.of("not asked yet");

    RulesWatch(RuleStore store, CurrentRules rules, Migrations migrations) {
        this.store = store;
        this.rules = rules;
        this.migrations = migrations;
    }

    void onStart(@Observes StartupEvent event) {
        migrations.done().thenRun(this::catchUp);
    }

    @Scheduled(
            every = "${casebook.limiter.administration.look-again:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        if (migrations.isDone()) {
            catchUp();
        }
    }

    /** Why it is unknown whether there is anything new; empty when all is known. */
    Optional<String> away() {
        return away;
    }

    /** Never fails: who missed something stays with what it knows until the next look. */
    void catchUp() {
        try {
            if (!isKnown(store.revision())) {
                rules.learn(QuarkusTransaction.requiringNew().call(store::all));
            }
            tell(Optional.empty());
        } catch (RuntimeException e) {
            if (!Outage.isBehind(e)) {
                Log.errorf(e, "event=rules.not-read");
            }
            tell(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private boolean isKnown(Revision revision) {
        var known = rules.administered();
        return known.history().equals(revision.history()) && known.revision() >= revision.number();
    }

    /** Once, not at each look. */
    private void tell(Optional<String> reason) {
        if (reason.isPresent() && away.isEmpty()) {
            Log.warnf("event=rules.unwatched reason=\"%s\"", reason.get());
        } else if (reason.isEmpty() && away.isPresent()) {
            Log.infof("event=rules.watched revision=%d", rules.administered().revision());
        }
        away = reason;
    }
}
