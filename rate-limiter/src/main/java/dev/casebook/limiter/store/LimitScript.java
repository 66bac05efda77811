package dev.casebook.limiter.store;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The script {@code redis/limits.lua}. */
@Singleton
final class LimitScript {

    private final Script<Long> script;
    private final ReservationSettings reservations;

    LimitScript(@RedisRole(Role.STATE) Redis redis, ReservationSettings reservations) {
        this.script = new Script<>(redis, "limits");
        this.reservations = reservations;
    }

    /** One call, however many requests; equal ones are decided one after the other. */
    CompletionStage<List<Verdict>> decide(List<Request> requests) {
        var call = new LimitCall(requests, reservations.keptAfterwards());
        return script.call(call.keys(), call.arguments()).thenApply(call::verdicts);
    }

    /**
     * What the state is counted in is in its name: a rule that gets other numbers begins afresh, and never reads what another left. Hits are hits under
     * any count, so that a limit which is raised or lowered goes on.
     */
    static String name(String domain, Demand demand) {
        var terms = demand.terms();
        var count = terms.remembersHits() ? "" : terms.count() + ":";
        return "limiter:{" + domain + "}:" + terms.algorithm() + ":" + count + terms.period() + ":" + terms.tick() + ":"
                + demand.key();
    }
}
