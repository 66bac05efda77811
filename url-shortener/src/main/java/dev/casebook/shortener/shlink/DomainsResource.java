package dev.casebook.shortener.shlink;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestPath;

/** The one domain that there is. What is not found on it is answered 404, and never redirected. */
@Path("/rest/v3/domains")
@RunOnVirtualThread
public class DomainsResource {

    private final OwnDomain domain;
    private final Visits visits;
    private final ShlinkCaller caller;
    private final ObjectMapper json;

    DomainsResource(OwnDomain domain, Visits visits, ShlinkCaller caller, ObjectMapper json) {
        this.domain = domain;
        this.visits = visits;
        this.caller = caller;
        this.json = json;
    }

    @GET
    public Map<String, Object> list() {
        return caller.answer(_ -> Map.of(
                "domains",
                Map.of(
                        "data",
                        List.of(new Domain(domain.authority(), true, NotFoundRedirects.NONE)),
                        "defaultRedirects",
                        NotFoundRedirects.NONE)));
    }

    /** Takes no redirects away, since there are none, and refuses to set one. */
    @PATCH
    @Path("redirects")
    public Object editRedirects(String body) {
        return caller.answer(_ -> {
            var wished = ShlinkBody.parse(json, body);
            var authority = wished.text("domain", null);
            if (authority == null) {
                throw ShlinkProblemException.invalidData("domain", "domain is missing");
            }
            requireOurs(authority);
            Stream.of("baseUrlRedirect", "regular404Redirect", "invalidShortUrlRedirect")
                    .filter(name -> wished.text(name, null) != null)
                    .findFirst()
                    .ifPresent(name -> {
                        throw ShlinkProblemException.invalidData(name, "What is not found is not redirected here");
                    });
            return NotFoundRedirects.NONE;
        });
    }

    @GET
    @Path("{domain}/visits")
    public Map<String, Object> visits(@RestPath("domain") String authority, @Context UriInfo uri) {
        return caller.answer(owner -> {
            requireOurs(authority);
            return Map.of(
                    "visits", visits.ofLinks(owner, ShortUrlFilter.ALL, new ShlinkQuery(uri.getQueryParameters())));
        });
    }

    private void requireOurs(String authority) {
        if (!domain.isMeant(Optional.of(authority))) {
            throw ShlinkProblemException.domainNotFound(authority);
        }
    }

    record Domain(String domain, boolean isDefault, NotFoundRedirects redirects) {}

    record NotFoundRedirects(String baseUrlRedirect, String regular404Redirect, String invalidShortUrlRedirect) {

        static final NotFoundRedirects NONE = new NotFoundRedirects(null, null, null);
    }
}
