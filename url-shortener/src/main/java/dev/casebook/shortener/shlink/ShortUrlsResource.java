package dev.casebook.shortener.shlink;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestPath;

/** Short URLs, their redirect rules and their visits. */
@Path("/rest/v3/short-urls")
@RunOnVirtualThread
public class ShortUrlsResource {

    private final ShortUrls urls;
    private final Visits visits;
    private final OwnDomain domain;
    private final ShlinkSettings settings;
    private final ShlinkCaller caller;
    private final ObjectMapper json;

    ShortUrlsResource(
            ShortUrls urls,
            Visits visits,
            OwnDomain domain,
            ShlinkSettings settings,
            ShlinkCaller caller,
            ObjectMapper json) {
        this.urls = urls;
        this.visits = visits;
        this.domain = domain;
        this.settings = settings;
        this.caller = caller;
        this.json = json;
    }

    @GET
    public Map<String, Object> list(@Context UriInfo uri) {
        return caller.answer(owner -> {
            var query = new ShlinkQuery(uri.getQueryParameters());
            var filter = ShortUrlFilter.of(query);
            var order = ShortUrlOrder.of(query);
            var paging = query.paging(settings.pageSize(), settings.maxPageSize());
            return Map.of(
                    "shortUrls",
                    domain.isMeant(query.text("domain"))
                            ? urls.list(owner, filter, order, paging)
                            : paging.of(List.of(), 0));
        });
    }

    /** Answers 200, whether it made or found one. */
    @POST
    public Object create(String body) {
        return caller.answer(owner -> urls.create(owner, ShlinkBody.parse(json, body)));
    }

    @GET
    @Path("{code}")
    public Object find(@RestPath String code, @Context UriInfo uri) {
        return about(code, uri, owner -> urls.find(owner, code));
    }

    @PATCH
    @Path("{code}")
    public Object edit(@RestPath String code, @Context UriInfo uri, String body) {
        return about(code, uri, owner -> urls.edit(owner, code, ShlinkBody.parse(json, body)));
    }

    @DELETE
    @Path("{code}")
    public void delete(@RestPath String code, @Context UriInfo uri) {
        about(code, uri, owner -> {
            urls.delete(owner, code);
            return null;
        });
    }

    @GET
    @Path("{code}/redirect-rules")
    public Object rules(@RestPath String code, @Context UriInfo uri) {
        return about(code, uri, owner -> urls.rules(owner, code));
    }

    @POST
    @Path("{code}/redirect-rules")
    public Object setRules(@RestPath String code, @Context UriInfo uri, String body) {
        return about(code, uri, owner -> urls.setRules(owner, code, ShlinkBody.parse(json, body)));
    }

    @GET
    @Path("{code}/visits")
    public Map<String, Object> visits(@RestPath String code, @Context UriInfo uri) {
        return about(
                code,
                uri,
                owner -> Map.of("visits", visits.ofLink(owner, code, new ShlinkQuery(uri.getQueryParameters()))));
    }

    @DELETE
    @Path("{code}/visits")
    public Map<String, Object> forgetVisits(@RestPath String code, @Context UriInfo uri) {
        return about(code, uri, owner -> Map.of("deletedVisits", visits.forget(owner, code)));
    }

    private <T> T about(String code, UriInfo uri, Function<String, T> work) {
        return caller.answer(code, owner -> {
            if (!domain.isMeant(new ShlinkQuery(uri.getQueryParameters()).text("domain"))) {
                throw ShlinkProblemException.shortUrlNotFound(code);
            }
            return work.apply(owner);
        });
    }
}
