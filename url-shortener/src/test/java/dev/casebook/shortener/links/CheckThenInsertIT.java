package dev.casebook.shortener.links;

import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.Api;
import dev.casebook.shortener.rules.Redirection;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The naive way to give out an alias, as two of the shorteners that we looked at have it, beside ours. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class CheckThenInsertIT {

    private static final int WANTING = 4;

    @Inject
    DataSource database;

    @Inject
    LinkRepository repository;

    private final String alias = unique("wanted");

    @Test
    void lookBeforeTheInsertGivesOneAliasToMany() {
        Api.awaitStart();
        // The table of one who trusts the look: an index, but no unique one.
        update("CREATE TABLE IF NOT EXISTS naive_links (code text, url text)");
        var everybodyLooked = new CyclicBarrier(WANTING);

        Api.inParallel(WANTING, () -> {
            boolean taken = count("SELECT count(*) FROM naive_links WHERE code = ?") > 0;
            everybodyLooked.await(Api.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return taken
                    ? 0
                    : update("INSERT INTO naive_links (code, url) VALUES ('" + alias + "', 'https://example.com/')");
        });

        assertThat(count("SELECT count(*) FROM naive_links WHERE code = ?")).isEqualTo(WANTING);
    }

    @Test
    void uniqueIndexGivesItToOne() {
        Api.awaitStart();
        var everybodyIsReady = new CyclicBarrier(WANTING);
        var draft = new Draft(alias, true, Redirection.to("https://example.com/"), Label.NONE);

        var stored = Api.inParallel(WANTING, () -> {
            everybodyIsReady.await(Api.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return repository
                    .insertWhereFree("somebody", List.of(draft), Instant.EPOCH)
                    .size();
        });

        assertThat(stored).containsOnlyOnce(1).containsOnly(0, 1);
        assertThat(count("SELECT count(*) FROM links WHERE code = ?")).isEqualTo(1);
    }

    private int update(String sql) {
        return Sql.on(database, sql, statement -> statement.executeUpdate());
    }

    private int count(String sql) {
        return Sql.on(database, sql, select -> {
            select.setString(1, alias);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }
}
