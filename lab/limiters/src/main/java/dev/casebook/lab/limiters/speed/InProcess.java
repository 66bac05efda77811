package dev.casebook.lab.limiters.speed;

import static dev.casebook.lab.limiters.speed.Pace.HOT;
import static dev.casebook.lab.limiters.speed.Pace.MANY;
import static dev.casebook.lab.limiters.speed.Stage.ALL_ON;
import static dev.casebook.lab.limiters.speed.Stage.BUCKET4J;
import static dev.casebook.lab.limiters.speed.Stage.CASEBOOK;
import static dev.casebook.lab.limiters.speed.Stage.SCRIPT;

import dev.casebook.lab.limiters.speed.callers.Limit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Each limiter called in a process of its own, as bucket4j is called. */
final class InProcess {

    /** Under which nobody is refused, and nearly nothing comes back while a round lasts. */
    private static final Limit HIGH = new Limit(10_000_000, Duration.ofHours(1), 10_000_000);

    private static final double REFUSED = 0.9;

    private final Stage stage;
    private final Pace pace;
    private final Rounds admitted = new Rounds(
            "In process: nearly all admitted",
            "64 threads, each asking again when it has its answer. CPU is that of the process with its callers, for a decision; medians of the rounds. The same limit for all,"
                    + " nothing remembered outside Redis.");
    private final Rounds refused = new Rounds(
            "In process: nine of ten refused",
            "The same under a limit of a tenth of what each limiter managed on the hot key. No bars. \"%s\" remembers refusals, as it does unless told otherwise."
                    .formatted(ALL_ON));

    InProcess(Stage stage, Pace pace) {
        this.stage = stage;
        this.pace = pace;
    }

    Verdict run() throws IOException {
        var stopwatch = new Stopwatch(stage.probe(), stage.redis());
        var contestants = List.of(stage.casebookInProcess(), stage.script(), stage.bucket4j());
        contestants.forEach(contestant -> pace.warmUp(contestant, HIGH));
        pace.run(stopwatch, contestants, List.of(HOT, MANY), HIGH, admitted);

        var allOn = stage.allOnInProcess();
        pace.warmUp(allOn, HIGH);
        for (int number = 1; number <= pace.rounds(); number++) {
            for (var contestant : contestants) {
                pace.once(stopwatch, contestant, HOT, number, tight(contestant.name()), refused);
            }
            pace.once(stopwatch, allOn, HOT, number, tight(CASEBOOK), refused);
        }
        return new Verdict(List.of(admitted, refused), bars());
    }

    private Limit tight(String contestant) {
        double speed = admitted.median(contestant, HOT, round -> round.tally().perSecond());
        long count = Math.max(1, Math.round(speed * (1 - REFUSED)));
        return new Limit(count, Duration.ofSeconds(1), Math.max(1, count / 10));
    }

    private List<Bar> bars() {
        double share =
                admitted.all().stream().mapToDouble(Round::admittedShare).min().orElse(0);
        return List.of(
                Bar.atLeast("in process, admitted share, least of all rounds", share, 0.99),
                Bar.atLeast(
                        "in process, rounds in which no more passed than the limit and each admission was charged once, as a share",
                        exact(),
                        1),
                Bar.atLeast("in process, hot key, × bucket4j", admitted.ratio(CASEBOOK, BUCKET4J, HOT), 50),
                Bar.atLeast("in process, hot key, × a script call each", admitted.ratio(CASEBOOK, SCRIPT, HOT), 2),
                Bar.atMost(
                        "in process, hot key, Redis commands for a decision",
                        admitted.median(CASEBOOK, HOT, Round::commands),
                        0.2),
                Bar.atMost(
                        "in process, hot key, p99 in ms",
                        admitted.median(CASEBOOK, HOT, round -> round.tally().p99Millis()),
                        5),
                Bar.atLeast("in process, 100,000 keys, × bucket4j", admitted.ratio(CASEBOOK, BUCKET4J, MANY), 3));
    }

    /** Of our own rounds. */
    private double exact() {
        return Stream.of(admitted, refused)
                .flatMap(table -> table.all().stream())
                .filter(round -> round.contestant().startsWith(CASEBOOK))
                .mapToInt(round -> round.exact() ? 1 : 0)
                .average()
                .orElse(0);
    }
}
