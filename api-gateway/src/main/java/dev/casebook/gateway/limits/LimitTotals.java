package dev.casebook.gateway.limits;

/**
 * Decisions at one limit of a route so far.
 *
 * @param without those, of either kind, that were made because the limiter was unreachable
 */
public record LimitTotals(long admitted, long refused, long without) {}
