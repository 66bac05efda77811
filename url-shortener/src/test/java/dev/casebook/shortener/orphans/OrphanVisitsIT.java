package dev.casebook.shortener.orphans;

import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.awaitCreation;
import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.Api.unique;
import static dev.casebook.testkit.Server.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class OrphanVisitsIT {

    private static final String ORPHANS = "/api/v1/orphan-visits";

    /** Of no other test, and of no visitor. */
    private static final LocalDate DAY = LocalDate.parse("2020-02-29");

    @Inject
    OrphanRepository repository;

    @Inject
    OrphanWriter writer;

    @Inject
    MeterRegistry meters;

    @ParameterizedTest
    @CsvSource({"/s, base_url", "/s/, base_url", "/s/no-such-code, invalid_short_url", "/s/a.b, regular_404"})
    void visitIsCountedByItsKind(String path, String kind) {
        awaitCreation();
        long stored = visits(kind);
        double met = met(kind);

        anonymous().get(path).then().statusCode(404);
        anonymous().head(path).then().statusCode(404);

        assertThat(met(kind) - met).isEqualTo(1);
        awaitMore(kind, stored);
    }

    @Test
    void visitsWaitWhileTheStoreIsDead() {
        awaitCreation();
        long stored = visits("base_url");
        TestServers.get(POSTGRESQL).kill();
        anonymous().get("/s/").then().statusCode(404);
        writer.write();

        TestServers.get(POSTGRESQL).start();
        awaitCreation();

        awaitMore("base_url", stored);
    }

    @Test
    void countsOfManyProcessesAddUpHoweverOftenAndLateTheyAreWritten() {
        awaitCreation();
        var one = UUID.randomUUID();
        repository.write(one, List.of(new OrphanDay(DAY, "base_url", 5, 2)));
        repository.write(one, List.of(new OrphanDay(DAY, "base_url", 5, 2)));
        repository.write(one, List.of(new OrphanDay(DAY, "base_url", 3, 1)));

        repository.write(UUID.randomUUID(), List.of(new OrphanDay(DAY, "base_url", 10, 0)));

        as(unique("anybody"))
                .get(ORPHANS + "?from=2020-02-29&to=2020-02-29")
                .then()
                .statusCode(200)
                .body("from", equalTo("2020-02-29"))
                .body("days", hasSize(1))
                .body("days[0].day", equalTo("2020-02-29"))
                .body("days[0].kind", equalTo("base_url"))
                .body("days[0].visits", equalTo(15))
                .body("days[0].bots", equalTo(2));
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, 400",
        "to=2026-02-30, 400",
        "to=9999-12-31, 400",
        "from=2026-03-02&to=2026-03-01, 422",
        "from=2020-01-01&to=2026-01-01, 422"
    })
    void rangeThatMakesNoSenseIsRefused(String query, int status) {
        as(unique("anybody"))
                .get(ORPHANS + "?" + query)
                .then()
                .statusCode(status)
                .contentType("application/problem+json");
    }

    @Test
    void strangersSeeNothing() {
        anonymous().get(ORPHANS).then().statusCode(401);
    }

    private void awaitMore(String kind, long visits) {
        soon().until(() -> {
            writer.write();
            return visits(kind) > visits;
        });
    }

    private double met(String kind) {
        return meters.get("shortener.orphan.visits").tag("kind", kind).counter().count();
    }

    private static long visits(String kind) {
        Number sum = as("anybody")
                .get(ORPHANS)
                .then()
                .statusCode(200)
                .extract()
                .path("days.findAll { it.kind == '%s' }.visits.sum()".formatted(kind));
        return sum == null ? 0 : sum.longValue();
    }
}
