package dev.casebook.limiter.administration;

import static dev.casebook.limiter.administration.Administration.as;
import static dev.casebook.limiter.administration.Administration.created;
import static dev.casebook.limiter.administration.Administration.decide;
import static dev.casebook.limiter.administration.Administration.rules;
import static dev.casebook.limiter.administration.Administration.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.casebook.testkit.TestTokens;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Administration.class)
@WithServers("postgresql, kafka, redis-state")
class TopLimitedResourceIT {

    private static final String TOP = "/api/v1/top-limited";

    private final String domain = unique("shop");

    @Test
    void whoIsRefusedMostComesFirst() {
        Ready.await();
        created(rules(domain, 1));
        refuse("loud", 30);
        refuse("quiet", 3);

        var top = as("alice")
                .queryParam("limit", 200)
                .get(TOP)
                .then()
                .statusCode(200)
                .body("instance", equalTo("rate-limiter-0"))
                .extract();
        var mine = top.<List<Map<String, Object>>>path("items").stream()
                .filter(item -> item.get("domain").equals(domain))
                .toList();

        assertThat(mine).extracting(item -> item.get("key")).containsExactly("k=loud;", "k=quiet;");
        assertThat(mine).extracting(item -> item.get("refused")).containsExactly(30, 3);
        assertThat(mine).extracting(item -> item.get("rule")).containsOnly("k");
        assertThat(top.<Integer>path("refusals")).isGreaterThanOrEqualTo(33);
    }

    @Test
    void onlyWhoHasTheScopeSees() {
        given().get(TOP).then().statusCode(401);
        given().auth().oauth2(TestTokens.of("mallory")).get(TOP).then().statusCode(403);
        as("alice").queryParam("limit", 0).get(TOP).then().statusCode(400).body("errors.size()", is(1));
    }

    /** One more than that passes first. */
    private void refuse(String value, int times) {
        decide(domain, value).statusCode(200);
        for (int i = 0; i < times; i++) {
            decide(domain, value).statusCode(429);
        }
    }
}
