package dev.casebook.shortener.shlink;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/** Visits of all short URLs, and of none. */
@Path("/rest/v3/visits")
@RunOnVirtualThread
public class VisitsResource {

    private final Visits visits;
    private final Orphans orphans;
    private final OwnDomain domain;
    private final ShlinkCaller caller;

    VisitsResource(Visits visits, Orphans orphans, OwnDomain domain, ShlinkCaller caller) {
        this.visits = visits;
        this.orphans = orphans;
        this.domain = domain;
        this.caller = caller;
    }

    @GET
    public Map<String, Object> sums() {
        return caller.answer(
                owner -> Map.of("visits", Map.of("nonOrphanVisits", visits.sum(owner), "orphanVisits", orphans.sum())));
    }

    @GET
    @Path("orphan")
    public Map<String, Object> orphans(@Context UriInfo uri) {
        return caller.answer(_ -> {
            var query = new ShlinkQuery(uri.getQueryParameters());
            return Map.of("visits", domain.isMeant(query.text("domain")) ? orphans.list(query) : visits.none(query));
        });
    }

    /** They are everybody's, so none is deleted. */
    @DELETE
    @Path("orphan")
    public Map<String, Object> forgetOrphans() {
        return caller.answer(_ -> Map.of("deletedVisits", 0));
    }

    @GET
    @Path("non-orphan")
    public Map<String, Object> ofShortUrls(@Context UriInfo uri) {
        return caller.answer(owner -> {
            var query = new ShlinkQuery(uri.getQueryParameters());
            return Map.of(
                    "visits",
                    domain.isMeant(query.text("domain"))
                            ? visits.ofLinks(owner, ShortUrlFilter.ALL, query)
                            : visits.none(query));
        });
    }
}
