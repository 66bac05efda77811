package dev.casebook.shortener.live;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.shortener.links.Links;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.RestPath;

/** The clicks on a person's own link as they are made and counted. */
@Path("/api/v1/links/{code}/clicks/live")
@Authenticated
public class LiveResource {

    private final Links links;
    private final LiveStreams streams;
    private final LiveSettings settings;
    private final Store store;
    private final JsonWebToken token;
    private final Clock clock;

    LiveResource(
            Links links, LiveStreams streams, LiveSettings settings, Store store, JsonWebToken token, Clock clock) {
        this.links = links;
        this.streams = streams;
        this.settings = settings;
        this.store = store;
        this.token = token;
        this.clock = clock;
    }

    /**
     * Events {@code totals}, of which the first comes at once, events {@code clicks} with those made meanwhile, and comments in between. A stream has no memory
     * and its events have no ids: who comes back gets the totals of the moment, and the clicks from then on.
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking // Quarkus logs an error at each start for a stream on a virtual thread.
    public Multi<OutboundSseEvent> of(@RestPath String code, @Context Sse sse) {
        var owner = Optional.ofNullable(token.getSubject()).orElseThrow(UnauthorizedException::new);
        store.change(() -> links.find(owner, code));
        try {
            return streams.open(owner, code, new LiveStream(sse, settings, clock), untilExpiry());
        } catch (StreamRefusedException e) {
            throw new ProblemException(
                    e.isOwners()
                            ? Problem.of(
                                    429,
                                    "own-live-streams-too-many",
                                    "You have as many live streams open as one may have")
                            : Problem.of(503, "too-many-live-streams", "Too many live streams are open"));
        }
    }

    /** Whoever may read no more, or is logged out, is not told on. */
    private Duration untilExpiry() {
        var left = Duration.between(clock.instant(), Instant.ofEpochSecond(token.getExpirationTime()));
        return left.compareTo(settings.every()) > 0 ? left : settings.every();
    }
}
