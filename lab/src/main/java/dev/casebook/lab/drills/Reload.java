package dev.casebook.lab.drills;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.gateways.Contender;
import dev.casebook.lab.gateways.Folders;
import dev.casebook.lab.gateways.OurGateway;
import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Second;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Changes the gateway's routes again and again, under load and with a hundred streams open. */
final class Reload {

    static final String NAME = "reload";

    static final int RATE = 2000;

    static final String HYPOTHESIS =
            "Files of routes that change while the gateway runs cost nobody anything: a request is matched by one table or the next, and a stream keeps the"
                    + " route that it began with, even when no table has it any more. A file with a mistake changes nothing.";

    static final String INJECTION =
            "The route file is rewritten as soon as the last change has taken effect. One in three has a mistake; of the others every second one lacks"
                    + " the routes of the streams that are open: WebSockets, events and slow downloads over HTTP/1.1, and events over HTTP/2. The gateway looks at its"
                    + " folder every 200 ms.";

    static final String WATCH =
            "gateway_routes_refused, gateway_requests by status, and event=routes.loaded in the log";

    private static final int TRIAL_SECONDS = 5;

    /** Of a rate: in the first the gateway is cold. */
    private static final int TRIALS = 2;

    private static final int LEAST_RATE = 100;
    private static final long TOO_LONG_MICROS = 500_000;

    private final int rate;
    private final int seconds;
    private final Consumer<ReloadRow> watcher;
    private final List<ReloadRow> rows = new ArrayList<>();
    private Map<OpenStream.Kind, Long> pieces = new EnumMap<>(OpenStream.Kind.class);
    private ChangeCount changed = ChangeCount.NONE;

    /**
     * @param seconds of each phase
     * @param watcher gets each row as it is made
     */
    Reload(int rate, int seconds, Consumer<ReloadRow> watcher) {
        this.rate = rate;
        this.seconds = seconds;
        this.watcher = watcher;
    }

    ReloadSeen run() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("drill");
        int management = Contender.freePort();
        var settings = Map.of(
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(management), "CASEBOOK_GATEWAY_ROUTES_RELOAD", "200ms");
        try (var instance = new Instance();
                var service = new StreamService();
                var gateway = OurGateway.start(
                        folder,
                        "service=%s;streams=%s".formatted(instance.address(), service.address()),
                        RouteChanges.first(),
                        settings)) {
            Experiment.awaitAnswer(gateway, "/drill");
            Experiment.awaitAnswer(gateway, "/ready");
            return run(gateway, service, new RouteChanges(OurGateway.routes(folder), gateway.port(), management));
        } finally {
            Folders.delete(folder);
        }
    }

    private ReloadSeen run(Contender gateway, StreamService service, RouteChanges changes) throws InterruptedException {
        try (var streams = new OpenStreams(gateway.port())) {
            if (!streams.awaitBegun()) {
                throw new CannotRunException("the streams do not begin");
            }
            int rate = bearable(gateway);
            var plan = Experiment.plan(gateway, rate, 3 * seconds);
            var outcome = OpenLoop.run(plan, () -> Experiment.REQUEST, ended -> ended(ended, streams, changes));
            changes.close();
            service.end();
            streams.awaitOver();
            return new ReloadSeen(
                    List.copyOf(rows),
                    rate,
                    outcome.errors(),
                    outcome.onTimeShare(),
                    streams.count(),
                    streams.faults(),
                    changes.count());
        }
    }

    /** On a machine that has other things to do requests may fail of themselves, and changes of the routes are to be found out, not that. */
    private int bearable(Contender gateway) throws InterruptedException {
        int bearable = rate;
        for (int trial = 1; bearable > LEAST_RATE && !bears(gateway, bearable); trial++) {
            bearable = trial % TRIALS == 0 ? Math.max(LEAST_RATE, bearable / 2) : bearable;
        }
        return bearable;
    }

    private static boolean bears(Contender gateway, int rate) throws InterruptedException {
        var outcome = OpenLoop.run(Experiment.plan(gateway, rate, TRIAL_SECONDS), () -> Experiment.REQUEST, _ -> {});
        return outcome.failed() == 0 && outcome.latency().getValueAtPercentile(99) < TOO_LONG_MICROS;
    }

    private void ended(Second ended, OpenStreams streams, RouteChanges changes) {
        note(ended, streams.pieces(), changes.count());
        if (ended.index() + 1 == seconds) {
            changes.start();
        } else if (ended.index() + 1 == 2 * seconds) {
            changes.end();
        }
    }

    private void note(Second ended, Map<OpenStream.Kind, Long> received, ChangeCount count) {
        if (ended.index() >= 0 && ended.index() < 3 * seconds) {
            var now = new EnumMap<OpenStream.Kind, Long>(OpenStream.Kind.class);
            received.forEach((kind, total) -> now.put(kind, total - pieces.getOrDefault(kind, 0L)));
            var row = new ReloadRow(
                    ended.index(),
                    Phase.of(ended.index(), seconds),
                    ended.sent(),
                    ended.answered(),
                    ended.failed(),
                    ended.millis(50),
                    ended.millis(99),
                    count.applied() - changed.applied(),
                    count.refused() - changed.refused(),
                    now);
            rows.add(row);
            watcher.accept(row);
        }
        pieces = received;
        changed = count;
    }
}
