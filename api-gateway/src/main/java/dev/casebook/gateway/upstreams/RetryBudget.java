package dev.casebook.gateway.upstreams;

/** How many requests may be sent twice: a share of those that are sent, so that an outage meets little more than the clients' own requests. */
final class RetryBudget {

    private final double share;
    private final double most;
    private double saved;
    private long counted;

    /**
     * @param share what each request earns, of a retry
     * @param most retries that may be saved up
     */
    RetryBudget(double share, int most) {
        this.share = share;
        this.most = most;
    }

    /**
     * Spends one retry. Called only when a request could be repeated, so that requests need not be counted twice.
     *
     * @param requests so far, without what was repeated of them
     * @return false when none is left
     */
    synchronized boolean take(long requests) {
        saved = Math.min(most, saved + (requests - counted) * share);
        counted = requests;
        if (saved < 1) {
            return false;
        }
        saved--;
        return true;
    }
}
