package dev.casebook.lab.redirects;

import dev.casebook.lab.report.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Times clicks on their way into the statistics, now and then while the load runs. */
final class LagProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double NANOS_IN_MILLI = 1e6;

    private final Marker marker;
    private final String token;
    private final Histogram lags = new Histogram(3);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    LagProbe(Marker marker, String token) {
        this.marker = marker;
        this.token = token;
    }

    /** @param warmup for so long clicks are sent that count for nothing: their way through the stack is cold, too */
    void start(Duration warmup, Duration every) {
        long countedFrom = System.nanoTime() + warmup.toNanos();
        clock.scheduleWithFixedDelay(() -> probe(countedFrom), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void probe(long countedFrom) {
        try {
            boolean counts = System.nanoTime() - countedFrom >= 0;
            long lag = marker.count(token, PATIENCE).toNanos();
            if (counts) {
                lags.recordValue(lag);
            }
        } catch (IOException unanswered) {
            // It is among the errors of the load itself, and times nothing here.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends once a click that is on its way is counted: nobody else may take it for his.
     *
     * @return empty when nothing was timed
     */
    Optional<Result.Lag> stop() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            clock.shutdownNow();
        }
        return lags.getTotalCount() == 0
                ? Optional.empty()
                : Optional.of(new Result.Lag(
                        (int) lags.getTotalCount(),
                        lags.getValueAtPercentile(50) / NANOS_IN_MILLI,
                        lags.getMaxValue() / NANOS_IN_MILLI));
    }
}
