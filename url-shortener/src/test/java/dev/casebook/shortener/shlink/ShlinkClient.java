package dev.casebook.shortener.shlink;

import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.unique;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

/** A client of Shlink with a key of its own; each has another owner. */
final class ShlinkClient {

    static final String BASE = "/rest/v3";

    private final String key;

    ShlinkClient() {
        key = as(unique("shlink"))
                .body("{}")
                .post("/api/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    RequestSpecification request() {
        return anonymous().contentType(ContentType.JSON).header("X-Api-Key", key);
    }

    ValidatableResponse get(String path) {
        return request().get(BASE + path).then();
    }

    ValidatableResponse create(Map<String, ?> body) {
        return request().body(body).post(BASE + "/short-urls").then();
    }

    /** @return the short code */
    String created(String longUrl, Map<String, ?> more) {
        var body = new HashMap<String, Object>(more);
        body.put("longUrl", longUrl);
        return create(body).statusCode(200).extract().path("shortCode");
    }

    String created(String longUrl) {
        return created(longUrl, Map.of());
    }
}
