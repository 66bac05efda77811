package dev.casebook.shortener.shlink;

import static dev.casebook.shortener.Api.awaitStart;
import static dev.casebook.shortener.shlink.ShlinkClient.BASE;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tag of more links than one transaction changes, and of links that could not be made any more. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class TagRenameIT {

    private static final String TARGET = "https://example.com/";
    private static final int MORE_THAN_A_STEP = 101;

    @Inject
    DataSource database;

    private ShlinkClient client;

    @BeforeEach
    void anOwner() {
        awaitStart();
        client = new ShlinkClient();
    }

    @Test
    void renameThatWasCutOffGoesOnWhenItIsAskedForAgain() throws SQLException {
        // The newest come first, so this one is in the second step.
        var oldest = client.created(TARGET, Map.of("tags", List.of("old")));
        for (int i = 1; i < MORE_THAN_A_STEP; i++) {
            client.created(TARGET, Map.of("tags", List.of("old")));
        }
        try (var held = database.getConnection()) {
            held.setAutoCommit(false);
            held.createStatement().execute("SELECT FROM links WHERE code = '%s' FOR UPDATE".formatted(oldest));
            rename("old", "new").statusCode(503);
            held.rollback();
        }
        client.get("/tags").body("tags.data", contains("new", "old"));

        rename("old", "new").statusCode(204);

        client.get("/tags/stats")
                .body("tags.data.tag", contains("new"))
                .body("tags.data.shortUrlsCount", contains(MORE_THAN_A_STEP));
        client.created(TARGET, Map.of("tags", List.of("old")));
        rename("old", "new").statusCode(409);
    }

    @Test
    void tagsOfALinkWhoseTargetIsRefusedByNowAreRenamedAndDeleted() {
        var code = client.created(TARGET, Map.of("tags", List.of("old")));
        Sql.on(database, "UPDATE links SET url = 'http://10.0.0.1/' WHERE code = ?", update -> {
            update.setString(1, code);
            return update.executeUpdate();
        });

        rename("old", "new").statusCode(204);
        client.get("/short-urls/" + code).body("tags", contains("new")).body("longUrl", equalTo("http://10.0.0.1/"));

        client.request()
                .urlEncodingEnabled(false)
                .delete(BASE + "/tags?tags%5B%5D=new")
                .then()
                .statusCode(204);
        client.get("/short-urls/" + code).body("tags", empty());
    }

    private ValidatableResponse rename(String oldName, String newName) {
        return client.request()
                .body(Map.of("oldName", oldName, "newName", newName))
                .put(BASE + "/tags")
                .then();
    }
}
