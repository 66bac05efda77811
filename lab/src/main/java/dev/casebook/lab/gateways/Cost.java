package dev.casebook.lab.gateways;

import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.machine.ProcessTree;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What requests at a held rate cost a gateway.
 *
 * @param cpuMicros per request; none for the service without a gateway
 * @param clean whether the rate was held and every answer was right
 */
record Cost(Optional<Double> cpuMicros, double p50Millis, double p99Millis, boolean clean) {

    private static final double MICROS_IN_MILLI = 1e3;
    private static final double NANOS_IN_MICRO = 1e3;

    /** @param plan of the entrant */
    static Cost of(Entrant entrant, Plan plan) throws InterruptedException {
        var reading = new Reading(entrant.gateway(), plan.measured().toSeconds());
        var outcome = OpenLoop.run(plan, entrant::request, second -> reading.at(second.index(), second.sent()));
        return new Cost(
                reading.perRequest(),
                outcome.latency().getValueAtPercentile(50) / MICROS_IN_MILLI,
                outcome.latency().getValueAtPercentile(99) / MICROS_IN_MILLI,
                outcome.held() && outcome.failed() == 0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s p50 %.2f ms, p99 %.2f ms%s",
                cpuMicros
                        .map(micros -> String.format(Locale.ROOT, "%.1f µs CPU a request,", micros))
                        .orElse(""),
                p50Millis,
                p99Millis,
                clean ? "" : ", NOT clean");
    }

    /** The system's account of a process, at both ends of the measured time. */
    private static final class Reading {

        private final Optional<ProcessTree> gateway;
        private final long seconds;
        private Duration before;
        private Duration after;
        private long requests;

        Reading(Optional<ProcessTree> gateway, long seconds) {
            this.gateway = gateway;
            this.seconds = seconds;
            this.before = now();
            this.after = before;
        }

        void at(int second, long sent) {
            if (second == -1) {
                before = now();
            } else if (second >= 0 && second < seconds) {
                requests += sent;
                after = now();
            }
        }

        private Duration now() {
            return gateway.map(ProcessTree::cpu).orElse(Duration.ZERO);
        }

        Optional<Double> perRequest() {
            return gateway.map(_ -> after.minus(before).toNanos() / NANOS_IN_MICRO / Math.max(1, requests));
        }
    }
}
