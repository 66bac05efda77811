package dev.casebook.gateway.status;

import dev.casebook.gateway.proxy.Totals;

/**
 * Requests in a while.
 *
 * @param perSecond how many ended
 * @param failuresPerSecond of these: answered with 5xx, or cut off
 * @param millis that one took on average; 0 when there was none
 */
record Rate(double perSecond, double failuresPerSecond, double millis) {

    static final Rate NONE = new Rate(0, 0, 0);

    static Rate of(Totals totals, double seconds) {
        return new Rate(
                totals.requests() / seconds,
                totals.failures() / seconds,
                totals.requests() == 0 ? 0 : totals.millis() / totals.requests());
    }
}
