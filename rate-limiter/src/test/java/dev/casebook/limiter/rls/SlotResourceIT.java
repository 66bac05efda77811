package dev.casebook.limiter.rls;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
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
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithServers("redis-state")
class SlotResourceIT {

    private final String mine = UUID.randomUUID().toString();

    @BeforeEach
    void storeAnswers() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> acquire("tenant", UUID.randomUUID().toString(), "")
                                .extract()
                                .statusCode()
                        == 201);
    }

    @Test
    void asManyHoldAsThereAreSlotsAndWhoLeavesMakesRoom() {
        var first = acquire("tenant", mine, "?ttl=3600")
                .statusCode(201)
                .body("held", is(1))
                .body("slots", is(2))
                .body("expiresAt", notNullValue())
                .extract()
                .<String>path("id");
        acquire("tenant", mine, "?ttl=3600").statusCode(201).body("held", is(2));
        acquire("tenant", mine, "")
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json")
                .body("violated-policies[0]", equalTo("tenant"));

        post(first + "/renew?ttl=60").statusCode(200).body("expiresAt", notNullValue());
        post(first + "/release").statusCode(204);
        post(first + "/release").statusCode(204);

        post(first + "/renew").statusCode(409).body("type", endsWith("lease-ended"));
        acquire("tenant", mine, "").statusCode(201).body("held", is(2));
    }

    @Test
    void whoNeverLeavesIsGoneWhenTheLeaseEnds() {
        var id = acquire("tenant", mine, "?ttl=1").extract().<String>path("id");

        acquire("tenant", mine, "?ttl=3600").statusCode(201);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> acquire("tenant", mine, "?ttl=3600").extract().statusCode() == 201);
        post(id + "/renew").statusCode(409);
    }

    @Test
    void whatNothingLimitsHoldsNoSlot() {
        acquire("other", mine, "").statusCode(200).body("id", nullValue());
    }

    @Test
    void oneDescriptorOneSlot() {
        var two = """
                {"domain": "slots", "descriptors": [{"entries": [{"key": "a"}]}, {"entries": [{"key": "b"}]}]}""";

        given().contentType(ContentType.JSON)
                .body(two)
                .post("/api/v1/slots")
                .then()
                .statusCode(400)
                .body("detail", equalTo("a slot is for one descriptor of a domain"));
    }

    @Test
    void whatIsAcquiredCanBeReleased() {
        // With the key before it and the separators, exactly as long as may be; three bytes a character.
        var longest = "€".repeat(500 - "tenant=;".length());

        var id = acquire("tenant", longest, "").statusCode(201).extract().<String>path("id");
        post(id + "/renew").statusCode(200);
        post(id + "/release").statusCode(204);

        acquire("tenant", longest + "€", "")
                .statusCode(400)
                .body("detail", equalTo("the descriptor of a slot has at most 500 characters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?ttl=0", "?ttl=3601"})
    void leasesWithinBounds(String query) {
        acquire("tenant", mine, query).statusCode(400).body("errors[0].field", equalTo("ttl"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "YmFzaWM.0123456789abcdef0123456789abcdef"})
    void whatIsNoSlotIsNotFound(String id) {
        post(id + "/renew").statusCode(404).body("type", endsWith("slot-unknown"));
    }

    @Test
    void withoutTheStoreTheRuleDecides() {
        var id = acquire("tenant", mine, "?ttl=3600").extract().<String>path("id");
        var server = TestServers.get(Server.REDIS_STATE);
        server.kill();

        acquire("tenant", mine, "").statusCode(503).body("type", endsWith("limit-store-away"));
        acquire("open", mine, "").statusCode(200).body("id", nullValue());
        acquire("closed", mine, "").statusCode(429).header("Retry-After", "1");
        post(id + "/renew").statusCode(503);

        server.start();
        storeAnswers();
    }

    private static ValidatableResponse acquire(String key, String value, String query) {
        return given().contentType(ContentType.JSON)
                .body("""
                        {"domain": "slots", "descriptors": [{"entries": [{"key": "%s", "value": "%s"}]}]}""".formatted(key, value))
                .post("/api/v1/slots" + query)
                .then();
    }

    private static ValidatableResponse post(String path) {
        return given().post("/api/v1/slots/" + path).then();
    }
}
