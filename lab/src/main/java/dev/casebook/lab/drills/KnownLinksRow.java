package dev.casebook.lab.drills;

/**
 * One second of the drill.
 *
 * @param second from 0, at the end of the warm-up
 * @param fault the servers that stand still, for people
 * @param p50 of the right answers, in milliseconds
 * @param p99 of the right answers, in milliseconds
 * @param slowest of the right answers, in milliseconds
 */
record KnownLinksRow(
        int second, String fault, long sent, long right, long failed, double p50, double p99, double slowest) {}
