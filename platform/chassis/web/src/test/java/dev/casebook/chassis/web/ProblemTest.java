package dev.casebook.chassis.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.testkit.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProblemTest {

    @Test
    void unknownPath() {
        problem(given().get("/nowhere").then(), 404, "not-found").body("instance", equalTo("/nowhere"));
    }

    @Test
    void unknownPathBelowAResource() {
        problem(given().get("/probe/nowhere/at/all").then(), 404, "not-found");
    }

    @Test
    void wrongMethod() {
        problem(given().delete("/probe").then(), 405, "method-not-allowed")
                .header("Allow", equalTo("GET, HEAD, OPTIONS, POST"));
    }

    @Test
    void wrongMethodBelowAPathWithAParameter() {
        problem(given().get("/probe/items/7").then(), 405, "method-not-allowed")
                .header("Allow", equalTo("DELETE, OPTIONS, PUT"));
    }

    @Test
    void wrongMediaType() {
        problem(given().contentType(ContentType.TEXT).body("x").post("/probe").then(), 415, "unsupported-media-type");
    }

    @Test
    void unacceptableMediaType() {
        problem(given().accept("image/png").get("/probe").then(), 406, "not-acceptable");
    }

    @Test
    void malformedJson() {
        problem(post("{\"name\": "), 400, "malformed-json");
    }

    @Test
    void missingBody() {
        problem(given().contentType(ContentType.JSON).post("/probe").then(), 400, "invalid-request");
    }

    @Test
    void wrongTypeNamesTheField() {
        problem(post("{\"name\": \"a\", \"items\": [{\"count\": 1}, {\"count\": \"many\"}]}"), 400, "invalid-request")
                .body("errors[0].field", equalTo("items[1].count"))
                .body("errors[0].message", not(containsString("java")));
    }

    @Test
    void validationNamesEveryFieldAsTheClientWroteIt() {
        problem(post("{\"name\": \" \", \"items\": [{\"count\": 1}, {}]}"), 400, "invalid-request")
                .body("errors.field", hasItems("name", "items[1].count"));
    }

    @Test
    void validationNamesTheParameter() {
        problem(given().get("/probe?limit=11").then(), 400, "invalid-request")
                .body("errors[0].field", equalTo("limit"));
    }

    @Test
    void parameterThatDoesNotConvert() {
        problem(given().get("/probe?limit=ten").then(), 400, "invalid-request");
    }

    @Test
    void declaredBodyTooLarge() {
        problem(post("{\"name\": \"" + "a".repeat(2_000_000) + "\"}"), 413, "body-too-large");
    }

    @Test
    void chunkedBodyTooLarge() {
        var endless = new ByteArrayInputStream(("{\"name\": \"" + "a".repeat(1_200_000) + "\"}").getBytes());
        problem(
                given().contentType(ContentType.JSON)
                        .body(endless)
                        .post("/probe")
                        .then(),
                413,
                "body-too-large");
    }

    @Test
    void pathThatReadsPieceByPieceMayAllowMore() {
        var body = "{\"name\": \"" + "a".repeat(2_000_000) + "\"}";
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/probe/long")
                .then()
                .statusCode(200);
        given().contentType(ContentType.JSON)
                .body(new ByteArrayInputStream(body.getBytes()))
                .post("/probe/long")
                .then()
                .statusCode(200);
        var tooLong = "{\"name\": \"" + "a".repeat(3_500_000) + "\"}";
        problem(
                given().contentType(ContentType.JSON)
                        .body(tooLong)
                        .post("/probe/long")
                        .then(),
                413,
                "body-too-large");
        problem(
                given().contentType(ContentType.JSON)
                        .body(new ByteArrayInputStream(tooLong.getBytes()))
                        .post("/probe/long")
                        .then(),
                413,
                "body-too-large");
    }

    @Test
    void ownMistakeSaysNothingInner() {
        problem(given().get("/probe/broken").then(), 500, "internal-server-error")
                .body("detail", nullValue())
                .body(not(containsString("swordfish")));
        problem(given().get("/probe/ill-returned").then(), 500, "internal-server-error")
                .body("errors", nullValue());
    }

    @Test
    void problemOfAResource() {
        problem(given().get("/probe/gone").then(), 410, "item-gone").body("detail", equalTo("It went."));
    }

    @Test
    void missingToken() {
        problem(given().get("/probe/me").then(), 401, "unauthorized").header("WWW-Authenticate", "Bearer");
    }

    @Test
    void unreadableToken() {
        problem(given().auth().oauth2("nonsense").get("/probe/me").then(), 401, "unauthorized")
                .header("WWW-Authenticate", containsString("invalid_token"));
    }

    @Test
    void tokenThatNobodyCanVerifyNow() {
        problem(given().auth().oauth2(TestTokens.of("alice")).get("/probe/me").then(), 503, "issuer-away")
                .header("Retry-After", equalTo("5"));
    }

    private static ValidatableResponse post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/probe").then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("https://casebook.dev/problems/" + slug))
                .body("status", equalTo(status));
    }
}
