package dev.casebook.lab.report;

import dev.casebook.lab.machine.Component;
import dev.casebook.lab.machine.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run found out; {@code result.json} is this record. Times are in milliseconds unless a name says otherwise, and run from the due time
 * of a request.
 *
 * @param started RFC 3339, UTC, of the first request that counts
 * @param commit of the checkout, with {@code -dirty} when files differ from it; empty outside a checkout
 * @param aside latency of what was sent beside the load; empty when nothing was
 * @param failures why the run did not pass, in sentences; empty when it did
 */
public record Result(
        String scenario,
        String command,
        String started,
        String commit,
        Machine machine,
        Load load,
        Rate rate,
        Latency latency,
        Optional<Latency> aside,
        Map<String, Long> errors,
        long warmupErrors,
        List<Row> series,
        List<Usage> components,
        Optional<Ledger> ledger,
        List<String> failures) {

    /**
     * @param transport of the generator: {@code epoll} and {@code kqueue} have timers finer than {@code nio}'s millisecond
     * @param turns of the generator's thread: {@code real-time} and {@code short} ones let it keep its schedule while others fill the cores
     * @param details what is special to the scenario, for a person, by name
     */
    public record Load(
            String target,
            int ratePerSecond,
            long warmupSeconds,
            long seconds,
            int connections,
            double timeoutSeconds,
            String transport,
            String turns,
            Map<String, String> details) {}

    /** @param onTime requests sent within 1 ms of their schedule */
    public record Rate(
            long due, long onTime, double onTimeShare, boolean held, double lagP50, double lagP99, double lagMax) {}

    /** @param count right answers, which alone are in these percentiles */
    public record Latency(
            long count, double mean, double p50, double p90, double p99, double p999, double max, List<Point> curve) {}

    /** @param percentile 0 to 100 */
    public record Point(double percentile, double value) {}

    /** One second; negative ones are warm-up. */
    public record Row(
            int second, long sent, long right, long failed, double late, double p50, double p99, double max) {}

    /**
     * @param cpuSeconds over the measured time
     * @param cpuMicrosPerRequest the same over the requests sent in that time
     * @param pssMib after the run; empty where the system does not tell it
     */
    public record Usage(
            String name, Component.Kind kind, double cpuSeconds, double cpuMicrosPerRequest, Optional<Double> pssMib) {}

    /**
     * What the service counted against what the generator saw, the warm-up included.
     *
     * @param sent requests: the most that may be counted
     * @param received right answers: the least that must be
     * @param lag empty when it was not probed
     */
    public record Ledger(long sent, long received, long counted, double awaitedSeconds, Optional<Lag> lag) {

        public boolean exact() {
            return counted >= received && counted <= sent;
        }
    }

    /**
     * From the answer to a click until its link's statistics showed it, beside the load.
     *
     * @param probes clicks that were waited for
     */
    public record Lag(int probes, double p50, double max) {}

    public boolean passed() {
        return failures.isEmpty();
    }
}
