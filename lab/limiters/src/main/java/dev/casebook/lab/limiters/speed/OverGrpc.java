package dev.casebook.lab.limiters.speed;

import static dev.casebook.lab.limiters.speed.Pace.HOT;
import static dev.casebook.lab.limiters.speed.Pace.MANY;
import static dev.casebook.lab.limiters.speed.Stage.CASEBOOK;
import static dev.casebook.lab.limiters.speed.Stage.EMPTY;
import static dev.casebook.lab.limiters.speed.Stage.ENVOYPROXY;

import dev.casebook.lab.limiters.speed.callers.Limit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The services, asked over gRPC. */
final class OverGrpc {

    /** As the rules have it. */
    static final Limit HIGH = new Limit(10_000_000, Duration.ofHours(1), 10_000_000);

    private static final Limit HUGE = new Limit(4_000_000_000L, Duration.ofSeconds(1), 4_000_000_000L);
    private static final List<String> BOTH = List.of(HOT, MANY);

    private final Stage stage;
    private final Pace pace;
    private final Path emptyMethod;
    private final Optional<Path> envoyproxy;
    private final Rounds bare = new Rounds(
            "Over gRPC",
            "64 callers on two connections, each asking again when it has its answer; they share the machine. CPU is the server's for a decision; medians of the rounds. Nothing"
                    + " remembered outside Redis, no leases. The empty method is Quarkus's event loop, and asks no Redis.");
    private final Rounds allOn =
            new Rounds("Over gRPC, everything switched on", "As it is deployed. No bars but for the leases.");

    OverGrpc(Stage stage, Pace pace, Path emptyMethod, Optional<Path> envoyproxy) {
        this.stage = stage;
        this.pace = pace;
        this.emptyMethod = emptyMethod;
        this.envoyproxy = envoyproxy;
    }

    Verdict run() throws IOException {
        var stopwatch = new Stopwatch(stage.probe(), stage.redis());
        var contestants = new ArrayList<>(List.of(stage.casebookOverGrpc(), stage.emptyMethod(emptyMethod)));
        if (envoyproxy.isPresent()) {
            contestants.add(stage.envoyproxy(envoyproxy.get()));
        }
        contestants.forEach(contestant -> pace.warmUp(contestant, HIGH));
        pace.run(stopwatch, contestants, BOTH, HIGH, bare);

        var deployed = stage.allOnOverGrpc();
        var leased = stage.leasedCaller();
        pace.warmUp(deployed, HIGH);
        pace.warmUp(leased, HUGE);
        pace.run(stopwatch, List.of(deployed), BOTH, HIGH, allOn);
        pace.run(stopwatch, List.of(leased), List.of(HOT), HUGE, allOn);
        return new Verdict(List.of(bare, allOn), bars(leased.name()));
    }

    private List<Bar> bars(String leased) {
        double share =
                bare.all().stream().mapToDouble(Round::admittedShare).min().orElse(0);
        var bars = new ArrayList<>(List.of(
                Bar.atLeast("over gRPC, admitted share, least of all rounds", share, 0.99),
                Bar.atLeast("over gRPC, hot key, × an empty method", bare.ratio(CASEBOOK, EMPTY, HOT), 0.6),
                Bar.atLeast("over gRPC, 100,000 keys, × an empty method", bare.ratio(CASEBOOK, EMPTY, MANY), 0.45),
                Bar.atLeast(
                        "leases, decisions a second of one caller",
                        allOn.median(leased, HOT, round -> round.tally().perSecond()),
                        200_000)));
        if (envoyproxy.isPresent()) {
            bars.add(Bar.atLeast(
                    "over gRPC, hot key, × envoyproxy/ratelimit", bare.ratio(CASEBOOK, ENVOYPROXY, HOT), 2));
            bars.add(Bar.atLeast(
                    "over gRPC, 100,000 keys, × envoyproxy/ratelimit", bare.ratio(CASEBOOK, ENVOYPROXY, MANY), 2));
        }
        return bars;
    }
}
