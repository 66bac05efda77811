package dev.casebook.shortener.shlink;

import static dev.casebook.shortener.Api.awaitStart;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.StoredLinks;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An owner whose questions take PostgreSQL long, and who asks many at once. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class BusyOwnerIT {

    private static final String TARGET = "https://example.com/";
    private static final String VISITS = "/visits/non-orphan";

    @Inject
    StoredLinks stored;

    @Inject
    DataSource database;

    private ShlinkClient client;

    @BeforeEach
    void anOwnerHasALink() {
        awaitStart();
        client = new ShlinkClient();
        client.created(TARGET);
    }

    @Test
    void questionsOfOwnersTakeNoConnectionFromRedirects() throws SQLException {
        try (var held = database.getConnection()) {
            holdUpStatistics(held);
            var answers = CompletableFuture.supplyAsync(
                    () -> inParallel(40, () -> client.get(VISITS).extract().statusCode()));
            soon().until(() -> waitingQuestions() > 0);

            while (!answers.isDone()) {
                follow(stored.insert(TARGET)).statusCode(302);
            }

            assertThat(answers.join()).hasSize(40).containsOnly(503);
            // PostgreSQL works on for nobody: what nobody waits for any more was ended there too.
            assertThat(waitingQuestions()).isZero();
            held.rollback();
        }

        client.get(VISITS).statusCode(200);
    }

    private static void holdUpStatistics(Connection held) throws SQLException {
        held.setAutoCommit(false);
        held.createStatement().execute("LOCK TABLE click_days IN ACCESS EXCLUSIVE MODE");
    }

    private long waitingQuestions() {
        return Sql.on(
                database,
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%click_days%'",
                select -> {
                    try (var rows = select.executeQuery()) {
                        rows.next();
                        return rows.getLong(1);
                    }
                });
    }
}
