package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.limiters.speed.callers.Limit;
import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.limiters.speed.callers.Tally;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One contestant under one order.
 *
 * @param commands of Redis for a decision, those within scripts included
 * @param cpuMicros of the contestant's process for a decision; in process, that of the callers is in it
 * @param redisMicros of Redis's process for a decision
 * @param bytes in Redis for a key; absent when there were too few to tell
 */
record Round(
        String contestant,
        String keys,
        int number,
        Order order,
        Tally tally,
        double commands,
        double cpuMicros,
        double redisMicros,
        OptionalDouble bytes) {

    static final String CSV_HEAD =
            "limiter,keys,round,seconds,decisions,admitted,failed,p50_ms,p99_ms,redis_commands,cpu_us,redis_cpu_us,bytes";

    double admittedShare() {
        return tally.decisions() == 0 ? 0 : (double) tally.admitted() / tally.decisions();
    }

    /** Whether no more passed than the limit allows, and each that passed was charged once: of one key both can be told. */
    boolean exact() {
        var limit = order.limit();
        long keys = order.keys();
        return tally.admitted() <= keys * limit.most(tally.seconds())
                && (tally.remaining().isEmpty() || charged(limit));
    }

    private boolean charged(Limit limit) {
        long charged = limit.burst() - tally.remaining().getAsLong();
        // The key is looked at a little after the last decision.
        long back = limit.refilled(tally.seconds() + 1);
        return charged <= tally.admitted() + tally.failed() && charged >= tally.admitted() - back;
    }

    /** @param table in which it stands */
    String csv(String table) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,%d,%.3f,%d,%d,%d,%.3f,%.3f,%.4f,%.2f,%.2f,%s",
                table.replace(",", ""),
                contestant.replace(",", ""),
                keys.replace(",", ""),
                number,
                tally.seconds(),
                tally.decisions(),
                tally.admitted(),
                tally.failed(),
                tally.p50Millis(),
                tally.p99Millis(),
                commands,
                cpuMicros,
                redisMicros,
                bytes.isPresent() ? Math.round(bytes.getAsDouble()) : "");
    }
}
