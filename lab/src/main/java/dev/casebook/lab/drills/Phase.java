package dev.casebook.lab.drills;

/** The parts of a drill, in this order. */
enum Phase {
    BEFORE,
    FAULT,
    AFTER;

    /** @param second from 0 */
    static Phase of(int second, int seconds) {
        return second < seconds ? BEFORE : second < 2 * seconds ? FAULT : AFTER;
    }
}
