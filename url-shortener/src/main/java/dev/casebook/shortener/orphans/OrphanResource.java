package dev.casebook.shortener.orphans;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;

/** Visits that belong to no link, and so to nobody: whoever has a token may see how many there were. */
@Path("/api/v1/orphan-visits")
@Authenticated
@RunOnVirtualThread
public class OrphanResource {

    private static final int WEEK = 7;

    private final OrphanRepository repository;
    private final OrphanSettings settings;
    private final Store store;
    private final Clock clock;

    OrphanResource(OrphanRepository repository, OrphanSettings settings, Store store, Clock clock) {
        this.repository = repository;
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param from the first day (UTC); without it the last 7 days
     * @param to the last day; without it today
     */
    @GET
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OrphanResponse.class)))
    @APIResponse(responseCode = "422", description = "The range is empty or too long")
    public OrphanResponse list(@RestQuery Optional<String> from, @RestQuery Optional<String> to) {
        var last =
                to.map(text -> day("to", text)).orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        var first = from.map(text -> day("from", text)).orElseGet(() -> last.minusDays(WEEK - 1));
        if (first.isAfter(last)) {
            throw refused("statistics-range-empty", "The range ends before it begins", "must not be after to");
        }
        long longest = settings.range().toDays();
        if (ChronoUnit.DAYS.between(first, last) >= longest) {
            throw refused(
                    "statistics-range-too-long",
                    "The range is too long",
                    "must be less than %d days before to".formatted(longest));
        }
        return new OrphanResponse(first, last, store.read(() -> repository.days(first, last)));
    }

    /** @param days those with any visits, in their order */
    public record OrphanResponse(LocalDate from, LocalDate to, List<OrphanDay> days) {}

    private static LocalDate day(String field, String text) {
        try {
            var day = LocalDate.parse(text);
            if (day.getYear() >= 2000 && day.getYear() < 2200) {
                return day;
            }
        } catch (DateTimeException _) {
            // Answered like a day that no calendar here holds.
        }
        throw new ProblemException(Problem.of(400, "invalid-request", "The request is not valid")
                .error(field, "must be a day as in 2026-01-31"));
    }

    private static ProblemException refused(String slug, String title, String message) {
        return new ProblemException(Problem.of(422, slug, title).error("from", message));
    }
}
