package dev.casebook.shortener.shlink;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/**
 * Visits of all short URLs. Those of no short URL belong to no user, so every key is what Shlink calls one without orphan visits: they look as if there were
 * none.
 */
@Path("/rest/v3/visits")
@RunOnVirtualThread
public class VisitsResource {

    private final Visits visits;
    private final OwnDomain domain;
    private final ShlinkCaller caller;

    VisitsResource(Visits visits, OwnDomain domain, ShlinkCaller caller) {
        this.visits = visits;
        this.domain = domain;
        this.caller = caller;
    }

    @GET
    public Map<String, Object> sums() {
        return caller.answer(owner -> Map.of(
                "visits", Map.of("nonOrphanVisits", visits.sum(owner), "orphanVisits", new VisitsSummary(0, 0))));
    }

    @GET
    @Path("orphan")
    public Map<String, Object> orphans(@Context UriInfo uri) {
        return caller.answer(_ -> Map.of("visits", visits.none(new ShlinkQuery(uri.getQueryParameters()))));
    }

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
