package dev.casebook.lab.limiters.trace;

/**
 * What came of a trace under one algorithm.
 *
 * @param algorithm its name, and its domain in Redis
 * @param failed decisions that the store did not make
 */
record Asked(String algorithm, long decisions, long admitted, long failed) {

    private static final String SEPARATOR = "|";

    /** For one line of text. */
    String line() {
        return String.join(
                SEPARATOR, algorithm, Long.toString(decisions), Long.toString(admitted), Long.toString(failed));
    }

    static Asked parse(String line) {
        var parts = line.split("\\" + SEPARATOR);
        return new Asked(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }
}
