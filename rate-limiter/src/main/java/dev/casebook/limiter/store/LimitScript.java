package dev.casebook.limiter.store;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.algorithms.Rate;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The script {@code redis/limits.lua}: what goes in, and what comes out. */
@Singleton
final class LimitScript {

    private static final int NUMBERS = 5;

    private final Script<Long> script;
    private final ReservationSettings reservations;

    LimitScript(@RedisRole(Role.STATE) Redis redis, ReservationSettings reservations) {
        this.script = new Script<>(redis, "limits");
        this.reservations = reservations;
    }

    /** One call, however many requests. */
    CompletionStage<List<Verdict>> decide(List<Request> requests) {
        var keys = new LinkedHashMap<String, Integer>();
        var arguments = new ArrayList<String>();
        addReservations(requests, keys, arguments);
        requests.forEach(request -> add(request, keys, arguments));

        return script.call(keys.keySet(), arguments).thenApply(answer -> verdicts(requests, answer));
    }

    private void addReservations(List<Request> requests, LinkedHashMap<String, Integer> keys, List<String> arguments) {
        arguments.add(Long.toString(requests.stream()
                .filter(request -> request.reservation().isPresent())
                .count()));
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).reservation().isPresent()) {
                var wanted = requests.get(i).reservation().get();
                arguments.add(Integer.toString(i + 1));
                arguments.add(index(keys, wanted.id().key()));
                arguments.add(Long.toString(wanted.lives().toMillis()));
                arguments.add(Long.toString(
                        wanted.lives().plus(reservations.keptAfterwards()).toMillis()));
            }
        }
    }

    private static String index(LinkedHashMap<String, Integer> keys, String name) {
        return keys.computeIfAbsent(name, _ -> keys.size() + 1).toString();
    }

    private static void add(Request request, LinkedHashMap<String, Integer> keys, List<String> arguments) {
        arguments.add(Integer.toString(request.demands().size()));
        for (var demand : request.demands()) {
            var terms = demand.terms();
            // What no limit can admit need not be said exactly, and would not fit a double.
            long cost = Math.min(demand.cost(), Rate.MAX_COUNT + 1);
            arguments.add(index(keys, name(request.domain(), demand)));
            arguments.add(terms.algorithm());
            arguments.add(Long.toString(terms.count()));
            arguments.add(Long.toString(terms.period()));
            arguments.add(Long.toString(terms.capacity()));
            arguments.add(Long.toString(terms.tick()));
            arguments.add(Long.toString(cost));
            arguments.add(demand.role().name());
        }
    }

    /** The state's unit is in its name: a rule that gets other numbers begins afresh, and never reads what another left. */
    static String name(String domain, Demand demand) {
        var terms = demand.terms();
        return "limiter:{" + domain + "}:" + terms.algorithm() + ":" + terms.count() + ":" + terms.period() + ":"
                + terms.tick() + ":" + demand.key();
    }

    private static List<Verdict> verdicts(List<Request> requests, List<Long> answer) {
        var verdicts = new ArrayList<Verdict>(requests.size());
        int at = 1;
        for (var request : requests) {
            boolean admitted = answer.get(at++) == 1;
            var decisions = new ArrayList<Decision>(request.demands().size());
            for (int i = 0; i < request.demands().size(); i++, at += NUMBERS) {
                decisions.add(new Decision(
                        answer.get(at) == 1,
                        answer.get(at + 1),
                        answer.get(at + 2),
                        answer.get(at + 3),
                        answer.get(at + 4)));
            }
            verdicts.add(new Verdict(answer.getFirst(), admitted, false, decisions));
        }
        return verdicts;
    }
}
