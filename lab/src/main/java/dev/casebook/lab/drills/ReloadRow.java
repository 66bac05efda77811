package dev.casebook.lab.drills;

import java.util.Locale;
import java.util.Map;

/**
 * One second of {@link Reload}.
 *
 * @param second from 0, at the end of the warm-up
 * @param p50 of the right answers, in milliseconds
 * @param p99 of the right answers, in milliseconds
 * @param applied changes that took effect
 * @param refused files with mistakes that did not
 * @param pieces that streams received, by kind
 */
record ReloadRow(
        int second,
        Phase phase,
        long sent,
        long right,
        long failed,
        double p50,
        double p99,
        long applied,
        long refused,
        Map<OpenStream.Kind, Long> pieces) {

    long allPieces() {
        return pieces.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "  %3d s  %-6s  sent %d/s  right %d/s  failed %d  p50 %.2f ms  p99 %.2f ms  changes %d, refused %d  pieces of streams %d",
                second + 1,
                phase.name().toLowerCase(Locale.ROOT),
                sent,
                right,
                failed,
                p50,
                p99,
                applied,
                refused,
                allPieces());
    }
}
