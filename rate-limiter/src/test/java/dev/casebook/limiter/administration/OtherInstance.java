package dev.casebook.limiter.administration;

import dev.casebook.limiter.current.Change;
import dev.casebook.limiter.current.Change.Effect.RulesSet;
import dev.casebook.limiter.current.DomainRules;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Changes rules as another instance does: in the database, and by the event if it is to be heard of. */
@Singleton
class OtherInstance {

    private final RuleStore store;

    OtherInstance(RuleStore store) {
        this.store = store;
    }

    /** @return what its event would tell */
    Change set(String domain, long requests) {
        return QuarkusTransaction.requiringNew().call(() -> {
            var before = store.lock();
            var rules = new DomainRules(
                    domain,
                    Administration.rules(domain, requests),
                    before.number() + 1,
                    Instant.now().truncatedTo(ChronoUnit.MICROS));
            store.put(rules);
            store.advance();
            return new Change(before.history(), rules.version(), new RulesSet(rules));
        });
    }

    static void tell(Change change) {
        Topic.publish(ChangeLog.TOPIC, ChangeMessage.of(change, Instant.now()).toByteArray());
    }
}
