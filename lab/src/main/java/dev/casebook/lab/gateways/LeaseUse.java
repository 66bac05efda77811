package dev.casebook.lab.gateways;

/**
 * Whether requests were admitted by leases, and these were the limiter's: where there is no rule a lease admits all and is charged to nobody.
 *
 * @param leased requests that a lease admitted, in the rounds
 * @param otherwise all others
 * @param spent tokens of leases since the gateway began
 * @param charged tokens that the limiter has charged for leases since then
 */
record LeaseUse(long leased, long otherwise, long spent, long charged) {

    /** A machine that stands still for longer than a request waits for a lease makes a few that have none. */
    private static final double ENOUGH = 0.999;

    /** @param charged by the limiter, for leases */
    record Reading(long leased, long otherwise, long charged) {}

    static LeaseUse between(Reading before, Reading after) {
        return new LeaseUse(
                after.leased - before.leased, after.otherwise - before.otherwise, after.leased, after.charged);
    }

    boolean isGranted() {
        return leased > 0 && leased >= ENOUGH * (leased + otherwise) && charged >= spent;
    }

    @Override
    public String toString() {
        return Costs.say(
                "leases admitted %,d of %,d requests; since its start they spent %,d tokens, for which the limiter charged %,d",
                leased, leased + otherwise, spent, charged);
    }
}
