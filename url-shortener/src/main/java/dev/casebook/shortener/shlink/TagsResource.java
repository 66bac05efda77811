package dev.casebook.shortener.shlink;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.shortener.shlink.VisitsSummary.Counted;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestPath;

/** Tags of short URLs. */
@Path("/rest/v3/tags")
@RunOnVirtualThread
public class TagsResource {

    private final Tags tags;
    private final Visits visits;
    private final OwnDomain domain;
    private final ShlinkSettings settings;
    private final ShlinkCaller caller;
    private final ObjectMapper json;

    TagsResource(
            Tags tags,
            Visits visits,
            OwnDomain domain,
            ShlinkSettings settings,
            ShlinkCaller caller,
            ObjectMapper json) {
        this.tags = tags;
        this.visits = visits;
        this.domain = domain;
        this.settings = settings;
        this.caller = caller;
        this.json = json;
    }

    @GET
    public Map<String, Object> list(@Context UriInfo uri) {
        return listed(uri, Counted::name);
    }

    @GET
    @Path("stats")
    public Map<String, Object> statistics(@Context UriInfo uri) {
        return listed(uri, tag -> new TagStats(tag.name(), tag.shortUrls(), tag.visits()));
    }

    @PUT
    public void rename(String body) {
        caller.answer(owner -> {
            var names = ShlinkBody.parse(json, body);
            tags.rename(owner, required(names, "oldName"), required(names, "newName"));
            return null;
        });
    }

    @DELETE
    public void delete(@Context UriInfo uri) {
        caller.answer(owner -> {
            tags.delete(owner, new ShlinkQuery(uri.getQueryParameters()).texts("tags"));
            return null;
        });
    }

    @GET
    @Path("{tag}/visits")
    public Map<String, Object> visits(@RestPath String tag, @Context UriInfo uri) {
        return caller.answer(owner -> {
            var name = ShortUrlFilter.Tags.normal(List.of(tag)).getFirst();
            tags.require(owner, name);
            var query = new ShlinkQuery(uri.getQueryParameters());
            return Map.of(
                    "visits",
                    domain.isMeant(query.text("domain"))
                            ? visits.ofLinks(owner, ShortUrlFilter.tagged(name), query)
                            : visits.none(query));
        });
    }

    private Map<String, Object> listed(UriInfo uri, Function<Counted, ?> form) {
        return caller.answer(owner -> {
            var query = new ShlinkQuery(uri.getQueryParameters());
            var found = tags.list(owner, query).stream().map(form).toList();
            return Map.of(
                    "tags",
                    query.paging(settings.maxPageSize(), settings.maxPageSize()).cut(found));
        });
    }

    private static String required(ShlinkBody body, String name) {
        var text = body.text(name, null);
        if (text == null) {
            throw ShlinkProblemException.invalidData(name, name + " is missing");
        }
        return text;
    }

    record TagStats(String tag, long shortUrlsCount, VisitsSummary visitsSummary) {}
}
