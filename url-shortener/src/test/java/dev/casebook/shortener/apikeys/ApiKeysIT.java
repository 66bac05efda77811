package dev.casebook.shortener.apikeys;

import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.awaitStart;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class ApiKeysIT {

    private static final String KEYS = "/api/v1/api-keys";

    private final String alice = unique("alice");

    @Inject
    ApiKeys keys;

    @Inject
    DataSource database;

    @BeforeEach
    void tablesAreThere() {
        awaitStart();
    }

    @Test
    void keyIsShownOnceAndStandsForItsOwner() {
        var created = as(alice)
                .body(Map.of("name", "my phone"))
                .post(KEYS)
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("name", equalTo("my phone"))
                .extract();
        var key = created.<String>path("key");

        as(alice)
                .get(KEYS)
                .then()
                .statusCode(200)
                .body("items.id", contains(created.<String>path("id")))
                .body(not(containsString(key)));
        assertThat(keys.owner(key)).hasValue(alice);
    }

    @Test
    void onlyItsHashIsStored() {
        var key = create();

        var stored = Sql.on(database, "SELECT api_keys::text FROM api_keys WHERE owner = ?", select -> {
            select.setString(1, alice);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });

        assertThat(stored).doesNotContain(key.substring(key.indexOf('-') + 1));
    }

    @Test
    void revokedKeyIsNoneAndOthersCannotRevokeIt() {
        var key = create();
        var id = key.substring(0, key.indexOf('-'));

        as(unique("bob")).delete(KEYS + "/" + id).then().statusCode(404);
        assertThat(keys.owner(key)).hasValue(alice);
        as(alice).delete(KEYS + "/" + id).then().statusCode(204);
        as(alice).delete(KEYS + "/" + id).then().statusCode(404);

        assertThat(keys.owner(key)).isEmpty();
        as(alice).get(KEYS).then().body("items", empty());
    }

    @Test
    void idWithAnotherSecretIsNoKey() {
        var key = create();
        var last = key.endsWith("0") ? "1" : "0";

        assertThat(keys.owner(key.substring(0, key.length() - 1) + last)).isEmpty();
        assertThat(keys.owner("' OR 1=1")).isEmpty();
    }

    @Test
    void ofManyWhoMakeKeysAtOnceNobodyGetsTooMany() {
        var statuses = inParallel(25, () -> as(alice).body("{}").post(KEYS).statusCode());

        assertThat(Collections.frequency(statuses, 201)).isEqualTo(20);
        assertThat(Collections.frequency(statuses, 409)).isEqualTo(5);
    }

    @Test
    void nameMustBeOneLineAndTheCallerKnown() {
        as(alice)
                .body(Map.of("name", "two\nlines"))
                .post(KEYS)
                .then()
                .statusCode(422)
                .body("errors.field", contains("name"));
        anonymous().get(KEYS).then().statusCode(401);
    }

    private String create() {
        return as(alice).body("{}").post(KEYS).then().statusCode(201).extract().path("key");
    }
}
