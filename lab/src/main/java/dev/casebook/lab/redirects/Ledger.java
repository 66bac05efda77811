package dev.casebook.lab.redirects;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.report.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compares what the service counted with what was sent and received. */
final class Ledger {

    private static final int AT_ONCE = 16;
    private static final Duration BETWEEN_READINGS = Duration.ofMillis(250);

    private final Gateway gateway;
    private final List<String> codes;
    private final Duration patience;

    /** @param patience how long to wait until every right answer is counted */
    Ledger(Gateway gateway, List<String> codes, Duration patience) {
        this.gateway = gateway;
        this.codes = codes;
        this.patience = patience;
    }

    /** @return the clicks on all codes, as far as they are counted */
    long total() throws InterruptedException {
        var token = gateway.token();
        // A few platform threads: the clicks are asked for in the shadow of nothing, but must not become a load of
        // their own.
        try (var pool = Executors.newFixedThreadPool(AT_ONCE)) {
            var counts = pool.invokeAll(codes.stream()
                    .<Callable<Long>>map(code -> () -> gateway.clicks(code, token))
                    .toList());
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException
                    ? new CannotRunException(
                            "the clicks cannot be read: " + e.getCause().getMessage(), e.getCause())
                    : new IllegalStateException(e.getCause());
        }
    }

    /**
     * Reads again until all is counted that must be, or patience ends.
     *
     * @param before the total before the load
     * @param lag as it was probed meanwhile
     */
    Result.Ledger settle(long before, Outcome outcome, Optional<Result.Lag> lag) throws InterruptedException {
        long start = System.nanoTime();
        long counted = total() - before;
        while (counted < outcome.everRight() && elapsed(start).compareTo(patience) < 0) {
            Thread.sleep(BETWEEN_READINGS);
            counted = total() - before;
        }
        return new Result.Ledger(
                outcome.everSent(), outcome.everRight(), counted, elapsed(start).toNanos() / 1e9, lag);
    }

    private static Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
