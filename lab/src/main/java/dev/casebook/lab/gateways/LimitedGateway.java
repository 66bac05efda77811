package dev.casebook.lab.gateways;

import dev.casebook.lab.machine.Metrics;

/**
 * Our gateway with a limit on its route, and the rate limiter that it has its leases from.
 *
 * @param management port of the gateway
 */
record LimitedGateway(Contender gateway, int management, LimiterBeside limiter) implements AutoCloseable {

    private static final String DECISIONS = "gateway_limits_total";

    LeaseUse.Reading leases() throws InterruptedException {
        var decided = Metrics.at(management);
        long leased = decided.sum(DECISIONS, "by=\"lease\"", "outcome=\"admitted\"");
        return new LeaseUse.Reading(
                leased,
                decided.sum(DECISIONS) - leased,
                Metrics.at(limiter.management()).sum("limiter_leases_tokens_total"));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
