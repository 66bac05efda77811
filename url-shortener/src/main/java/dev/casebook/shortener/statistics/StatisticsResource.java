package dev.casebook.shortener.statistics;

import dev.casebook.shortener.links.Links;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** How often, when and by whom a person's own links were followed. */
@Path("/api/v1/links/{code}/stats")
@Authenticated
@RunOnVirtualThread
public class StatisticsResource {

    private final Links links;
    private final StatisticsReader reader;
    private final StatisticsSettings settings;
    private final Horizon horizon;
    private final Store store;
    private final JsonWebToken token;
    private final Clock clock;

    StatisticsResource(
            Links links,
            StatisticsReader reader,
            StatisticsSettings settings,
            Horizon horizon,
            Store store,
            JsonWebToken token,
            Clock clock) {
        this.links = links;
        this.reader = reader;
        this.settings = settings;
        this.horizon = horizon;
        this.store = store;
        this.token = token;
        this.clock = clock;
    }

    @GET
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = StatisticsResponse.class)))
    @APIResponse(responseCode = "422", description = "The range is empty, too long, or too far back for its unit")
    public StatisticsResponse of(@RestPath String code, @BeanParam StatisticsQuery query) {
        var owner = Optional.ofNullable(token.getSubject()).orElseThrow(UnauthorizedException::new);
        var now = clock.instant();
        var range = query.range(settings, horizon.quarters(now), now);
        var dimensions = query.dimensions();
        return store.read(() -> {
            links.find(owner, code);
            return reader.read(code, range, dimensions, clock.instant());
        });
    }
}
