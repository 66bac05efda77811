package dev.casebook.lab.limiters.peer;

import com.google.protobuf.TextFormat;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks both the same, one request after the other, and notes where they differ. Both count in windows of the clock, whose edges all lie between two
 * seconds: a request is sent well before one, and where the second ended before both had answered, the counters of both are emptied and the request
 * says nothing.
 */
final class Comparison {

    private static final long SECOND = 1_000;
    private static final long QUIET = 100;
    private static final Duration METRICS_LAG = Duration.ofSeconds(5);
    /** By then theirs are written. */
    private static final Duration FLUSH = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofMillis(50);

    /** Emptied so often, since what is far over its limit tells little. */
    static final int BATCH = 250;

    /** Of how many requests one goes over HTTP. */
    private static final int JSON_EVERY = 10;

    private final Side theirs;
    private final Side ours;
    private final Runnable empty;
    private final List<String> differences = new ArrayList<>();
    private long compared;
    private long astride;
    private long countedBatches;

    /** @param empty forgets all counters of both */
    Comparison(Side theirs, Side ours, Runnable empty) {
        this.theirs = theirs;
        this.ours = ours;
        this.empty = empty;
    }

    void batch(RandomRequests requests) throws IOException, InterruptedException {
        empty.run();
        var theirCounters = theirs.counters();
        var ourCounters = ours.counters();
        long astrideBefore = astride;
        for (int i = 0; i < BATCH; i++) {
            ask(requests.next(), i % JSON_EVERY == 0);
        }
        // What was counted on different sides of an edge is counted differently for good.
        if (astride == astrideBefore) {
            countedBatches++;
            compareCounters(theirCounters, ourCounters);
        } else {
            Thread.sleep(FLUSH);
        }
    }

    private void ask(RateLimitRequest request, boolean overJson) throws IOException, InterruptedException {
        long left = SECOND - System.currentTimeMillis() % SECOND;
        if (left < QUIET) {
            Thread.sleep(left);
        }
        long second = System.currentTimeMillis() / SECOND;
        var there = overJson ? theirs.overJson(request) : theirs.overGrpc(request);
        var here = overJson ? ours.overJson(request) : ours.overGrpc(request);
        if (System.currentTimeMillis() / SECOND != second) {
            astride++;
            empty.run();
            return;
        }
        compared++;
        if (!there.equals(here)) {
            differences.add("%s %s\n  there %s\n  here  %s\n"
                    .formatted(overJson ? "/json" : "gRPC", line(request), there, here));
        }
    }

    /** Theirs are written by another thread, a little later. */
    private void compareCounters(Counters theirsBefore, Counters oursBefore) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            var difference = theirs.counters()
                    .since(theirsBefore)
                    .differences(ours.counters().since(oursBefore));
            if (difference.isEmpty()) {
                return;
            }
            if (System.nanoTime() - start > METRICS_LAG.toNanos()) {
                differences.add("counters of %d requests\n%s".formatted(BATCH, difference));
                return;
            }
            Thread.sleep(LOOK);
        }
    }

    private static String line(RateLimitRequest request) {
        return TextFormat.printer().emittingSingleLine(true).printToString(request);
    }

    List<String> differences() {
        return differences;
    }

    String summary() {
        return "%,d requests compared, and the counters of %,d batches of %d; %,d differences; %,d requests astride two seconds not compared"
                .formatted(compared, countedBatches, BATCH, differences.size(), astride);
    }
}
