package dev.casebook.shortener.visits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Visits leased, given back, and lost because they could not be given back. What a killed process loses is in visit_leases until it is forgotten, and only
 * then lost here.
 */
@ApplicationScoped
class VisitMetrics {

    private final Counter leased;
    private final Counter returned;
    private final Counter lost;

    VisitMetrics(MeterRegistry meters) {
        this.leased = meters.counter("shortener.visits.leased");
        this.returned = meters.counter("shortener.visits.returned");
        this.lost = meters.counter("shortener.visits.lost");
    }

    void leased(long visits) {
        leased.increment(visits);
    }

    void returned(long visits) {
        returned.increment(visits);
    }

    void lost(Unspent unspent) {
        lost(Math.max(0, unspent.visits()));
    }

    void lost(long visits) {
        lost.increment(visits);
    }
}
