package dev.casebook.shortener.clicks;

import dev.casebook.shortener.links.Links;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.RestPath;

/** How often a person's own links were followed. */
@Path("/api/v1/links/{code}/stats")
@Authenticated
@RunOnVirtualThread
public class StatisticsResource {

    private final Links links;
    private final ClickTotals totals;
    private final Store store;
    private final JsonWebToken token;
    private final Clock clock;

    StatisticsResource(Links links, ClickTotals totals, Store store, JsonWebToken token, Clock clock) {
        this.links = links;
        this.totals = totals;
        this.store = store;
        this.token = token;
        this.clock = clock;
    }

    @GET
    public Statistics of(@RestPath String code) {
        var owner = Optional.ofNullable(token.getSubject()).orElseThrow(UnauthorizedException::new);
        return store.change(() -> {
            links.find(owner, code);
            var asOf = clock.instant();
            return new Statistics(code, totals.of(code), asOf);
        });
    }

    /**
     * @param total clicks counted; a click is counted within two seconds unless Kafka or PostgreSQL is away
     * @param asOf when the total was read
     */
    public record Statistics(String code, long total, Instant asOf) {}
}
