package dev.casebook.shortener.qr;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.startsWith;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class QrIT {

    private final String alice = unique("alice");

    @Test
    void codeIsDrawnAsSvgAndPng() {
        var code = create(alice, "https://example.com/");

        as(alice)
                .get(LINKS + "/" + code + "/qr")
                .then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .header("Cache-Control", startsWith("private"))
                .body(startsWith("<svg xmlns="));
        var png = as(alice)
                .get(LINKS + "/" + code + "/qr?format=png&size=300")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .extract()
                .asByteArray();
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
    }

    @ParameterizedTest
    @CsvSource({"format=gif, format", "size=127, size", "size=2049, size"})
    void otherFormsAreRefused(String query, String field) {
        as(alice)
                .get(LINKS + "/" + create(alice, "https://example.com/") + "/qr?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", contains(field));
    }

    @Test
    void othersGetNone() {
        as(unique("bob"))
                .get(LINKS + "/" + create(alice, "https://example.com/") + "/qr")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }
}
