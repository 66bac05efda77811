package dev.casebook.shortener.links;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class IdempotencyIT {

    private static final String TARGET = "https://example.com/";

    private final String alice = unique("alice");
    private final String key = unique("key");

    @Test
    void repeatedCreationGetsTheSameAnswer() {
        var first = create(alice, TARGET).then().statusCode(201).extract();

        var again = create(alice, TARGET).then().statusCode(201).extract();

        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        as(alice).get(LINKS).then().body("items", hasSize(1));
    }

    @Test
    void sameKeyWithAnotherBodyIsRefused() {
        create(alice, TARGET).then().statusCode(201);

        create(alice, "https://example.com/other").then().statusCode(422).contentType("application/problem+json");
    }

    @Test
    void keysOfDifferentPeopleAreDifferentKeys() {
        String code = create(alice, TARGET).then().statusCode(201).extract().path("code");

        create(unique("bob"), TARGET).then().statusCode(201).body("code", not(equalTo(code)));
    }

    @Test
    void refusedCreationMayBeRepeatedOnceItsReasonIsGone() {
        create(alice, "ftp://example.com/").then().statusCode(422);

        create(alice, TARGET).then().statusCode(201);
    }

    @Test
    void creationsAtTheSameTimeMakeOneLink() {
        var statuses = inParallel(10, () -> create(alice, TARGET).statusCode());

        // 409 tells that the first is still running.
        assertThat(statuses).contains(201).containsOnly(201, 409);
        as(alice).get(LINKS).then().body("items", hasSize(1));
    }

    private Response create(String subject, String url) {
        return as(subject)
                .header("Idempotency-Key", key)
                .body(Map.of("url", url))
                .post(LINKS);
    }
}
