package dev.casebook.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What became of the time of all cores since the machine started, in ticks of the system. A virtual machine whose host takes its cores away sends late, whatever
 * runs in it.
 *
 * @param stolen taken by the host for others (proc_pid_stat(5): {@code steal})
 * @param all idle time included
 */
public record CoreTime(long stolen, long all) {

    private static final String NAME = "cpu ";

    /** user nice system idle iowait irq softirq steal; what follows is in user and nice already. */
    private static final int FIELDS = 8;

    private static final int STEAL = 7;

    /** @return empty where the system does not tell it */
    public static Optional<CoreTime> now() {
        return read(Path.of("/proc/stat"));
    }

    static Optional<CoreTime> read(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(NAME)).findFirst().flatMap(CoreTime::parse);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<CoreTime> parse(String line) {
        long[] ticks = Arrays.stream(line.substring(NAME.length()).trim().split(" +"))
                .limit(FIELDS)
                .mapToLong(Long::parseLong)
                .toArray();
        return ticks.length < FIELDS
                ? Optional.empty()
                : Optional.of(new CoreTime(ticks[STEAL], Arrays.stream(ticks).sum()));
    }

    /** @return which part of the time since then was taken, 0 to 1 */
    public double stolenSince(CoreTime earlier) {
        return all == earlier.all ? 0 : (double) (stolen - earlier.stolen) / (all - earlier.all);
    }
}
