package dev.casebook.lab.drills;

import java.util.List;

/**
 * One second of a drill.
 *
 * @param second from 0, at the end of the warm-up
 * @param p50 of the right answers, in milliseconds
 * @param p99 of the right answers, in milliseconds
 * @param asked requests that reached each instance
 * @param limited requests that the rate limiter was asked about, and answered
 */
record Row(
        int second,
        Phase phase,
        long sent,
        long right,
        long failed,
        double p50,
        double p99,
        List<Long> asked,
        long limited) {

    long attempts() {
        return asked.stream().mapToLong(Long::longValue).sum();
    }
}
