package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.limiters.speed.callers.Limit;
import dev.casebook.lab.limiters.speed.callers.Order;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** How long it is measured, and in which order. */
record Pace(int rounds, Duration round, Duration warmUp, Consumer<String> terminal) {

    static final String HOT = "one hot key";
    static final String MANY = "100,000 keys";

    private static final Map<String, Integer> KEYS = Map.of(HOT, 1, MANY, 100_000);

    /** Both ways in turn, so that what is compiled knows both. Nothing of it counts. */
    void warmUp(Contestant contestant, Limit limit) {
        int parts = 4;
        for (int i = 0; i < parts; i++) {
            contestant.run(new Order(
                    "warm-%d-".formatted(i), KEYS.get(i % 2 == 0 ? HOT : MANY), limit, warmUp.dividedBy(parts)));
        }
    }

    /** Each of the contestants in turn, round by round. */
    void run(Stopwatch stopwatch, List<Contestant> contestants, List<String> keys, Limit limit, Rounds into) {
        for (int number = 1; number <= rounds; number++) {
            for (var each : keys) {
                for (var contestant : contestants) {
                    once(stopwatch, contestant, each, number, limit, into);
                }
            }
        }
    }

    /** A round of one contestant. Keys are fresh in each, also for what is remembered outside Redis. */
    void once(Stopwatch stopwatch, Contestant contestant, String keys, int number, Limit limit, Rounds into) {
        var prefix = "%d-%d-".formatted(into.all().size(), number);
        var measured = stopwatch.measure(contestant, keys, number, new Order(prefix, KEYS.get(keys), limit, round));
        into.all().add(measured);
        terminal.accept(String.format(
                Locale.ROOT,
                "round %d of %d  %-13s  %-28s %,12.0f decisions/s",
                number,
                rounds,
                keys,
                contestant.name(),
                measured.tally().perSecond()));
    }
}
