package dev.casebook.lab.limiters.speed;

import static dev.casebook.lab.limiters.speed.Pace.HOT;
import static dev.casebook.lab.limiters.speed.Pace.MANY;

import dev.casebook.lab.limiters.services.Endpoint;
import dev.casebook.lab.limiters.services.OurService;
import dev.casebook.lab.limiters.services.TheirService;
import dev.casebook.lab.report.TablePage;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Limiters that run already, on one Redis, in turn under the same load over gRPC. It is reported, and held against nothing. */
public final class SameLoad {

    private final List<GrpcCallers> contestants;
    private final RedisServer redis;

    /** Both have the rule of {@code speed/theirs.yaml}. */
    public SameLoad(TheirService theirs, OurService ours, RedisServer redis) {
        this.contestants = List.of(callers(theirs, theirs.endpoint()), callers(ours, ours.endpoint()));
        this.redis = redis;
    }

    private static GrpcCallers callers(ServerProcess server, Endpoint endpoint) {
        return new GrpcCallers(Stage.component(server), endpoint.grpc(), Stage.RULE);
    }

    /**
     * @param rounds at each
     * @param round how long one is
     * @param warmUp at each, before the first
     * @param terminal gets a line for each round
     */
    public TablePage run(int rounds, Duration round, Duration warmUp, Consumer<String> terminal) {
        var table = new Rounds(
                "Under the same load",
                "64 callers on two connections, each asking again when it has its answer; they share the machine. CPU is the server's for a decision; medians of"
                        + " the rounds. Both as they were compared.");
        var pace = new Pace(rounds, round, warmUp, terminal);
        try (var probe = new RedisProbe(redis.url())) {
            contestants.forEach(each -> pace.warmUp(each, OverGrpc.HIGH));
            var stopwatch = new Stopwatch(probe, Stage.component(redis));
            pace.run(stopwatch, List.copyOf(contestants), List.of(HOT, MANY), OverGrpc.HIGH, table);
        } finally {
            contestants.forEach(GrpcCallers::close);
        }
        return table.page();
    }
}
