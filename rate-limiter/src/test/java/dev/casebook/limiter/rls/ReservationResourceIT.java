package dev.casebook.limiter.rls;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithServers("redis-state")
class ReservationResourceIT {

    private final String mine = UUID.randomUUID().toString();

    @BeforeEach
    void storeAnswers() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> reserve("", request("wide", UUID.randomUUID().toString(), 1))
                                .extract()
                                .statusCode()
                        == 201);
    }

    @Test
    void commitGivesBackWhatWasTooMuch() {
        var id = reserve("?ttl=3600", request("wide", mine, 15))
                .statusCode(201)
                .body("cost", is(15))
                .body("expiresAt", notNullValue())
                .header("X-RateLimit-Remaining", "5")
                .extract()
                .<String>path("id");
        reserve("", request("wide", mine, 6))
                .statusCode(429)
                .contentType("application/problem+json")
                .body("violated-policies[0]", equalTo("wide"));

        for (int twice = 0; twice < 2; twice++) {
            settle(id + "/commit", "{\"cost\": 4}")
                    .statusCode(200)
                    .body("settled", equalTo("committed"))
                    .body("cost", is(4))
                    .body("limits[0].returned", is(11));
        }

        settle(id + "/cancel", "")
                .statusCode(409)
                .body("type", endsWith("reservation-settled"))
                .body("detail", equalTo("It was committed, at a cost of 4."));
        reserve("", request("wide", mine, 16)).statusCode(201);
    }

    @Test
    void cancelGivesBackAll() {
        var id = reserve("", request("wide", mine, 20)).extract().<String>path("id");

        settle(id + "/cancel", "").statusCode(200).body("limits[0].returned", is(20));
        settle(id + "/commit", "{\"cost\": 20}").statusCode(409).body("detail", containsString("cancelled"));
    }

    @Test
    void whatNothingCountsHasNothingToSettle() {
        reserve("", request("free", mine, 5)).statusCode(200).body("id", nullValue());
        reserve("", request("banned", mine, 5)).statusCode(429);
    }

    @ParameterizedTest
    @CsvSource({"shaped, 1, a LeakyBucket", "wide, 0, nothing"})
    void whatCannotBeTakenBackIsNotReserved(String key, long cost, String why) {
        var body = """
                {"domain": "basic", "descriptors": [{"entries": [{"key": "%s", "value": "%s"}], "hitsAddend": "%d"}]}""".formatted(key, mine, cost);

        reserve("", body)
                .statusCode(422)
                .body("type", endsWith("not-reservable"))
                .body("detail", containsString(why));
    }

    @Test
    void oneCostSettlesAllLimitsSoTheyCostTheSame() {
        var body = """
                {"domain": "basic", "descriptors": [
                    {"entries": [{"key": "wide", "value": "x"}], "hitsAddend": 1},
                    {"entries": [{"key": "narrow", "value": "x"}], "hitsAddend": 2}]}""";

        reserve("", body).statusCode(422).body("detail", containsString("cost the same"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?ttl=0", "?ttl=-1", "?ttl=3601", "?ttl=9223372036854775807"})
    void livesWithinBounds(String query) {
        reserve(query, request("wide", mine, 1))
                .statusCode(400)
                .body("errors[0].field", equalTo("ttl"))
                .body("errors[0].message", equalTo("must be 1 to 3600 seconds"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"cost\": -1}", "{\"cost\": 4294967296}", "{\"cost\": null}"})
    void costsWithinBounds(String body) {
        settle("YmFzaWM.0123456789abcdef0123456789abcdef/commit", body)
                .statusCode(400)
                .body("errors[0].field", equalTo("cost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"YmFzaWM.0123456789abcdef0123456789abcdef", "none", "A.0123456789abcdef0123456789abcdef"})
    void whatIsUnknownIsNotFound(String id) {
        settle(id + "/cancel", "").statusCode(404).body("type", endsWith("reservation-unknown"));
    }

    @Test
    void withoutTheStoreThereIsNoReservation() {
        var id = reserve("", request("wide", mine, 20)).extract().<String>path("id");
        var server = TestServers.get(Server.REDIS_STATE);
        server.kill();

        reserve("", request("wide", mine, 1)).statusCode(503).body("type", endsWith("limit-store-away"));
        settle(id + "/cancel", "").statusCode(503).body("type", endsWith("limit-store-away"));

        server.start();
        storeAnswers();
    }

    private static String request(String key, String value, long hits) {
        return """
                {"domain": "basic", "descriptors": [{"entries": [{"key": "%s", "value": "%s"}]}], "hitsAddend": %d}""".formatted(key, value, hits);
    }

    private static ValidatableResponse reserve(String query, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/reservations" + query)
                .then();
    }

    private static ValidatableResponse settle(String path, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/reservations/" + path)
                .then();
    }
}
