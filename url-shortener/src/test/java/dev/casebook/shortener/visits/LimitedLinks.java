package dev.casebook.shortener.visits;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.Api;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** Links with a visit limit, and what the store says about their visits. */
@Singleton
class LimitedLinks {

    private final DataSource database;

    LimitedLinks(DataSource database) {
        this.database = database;
    }

    /** @return the code */
    static String create(String owner, long maxVisits) {
        return Api.as(owner)
                .body(Map.of("url", "https://example.com/", "maxVisits", maxVisits))
                .post(Api.LINKS)
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    static void limit(String owner, String code, Long maxVisits) {
        Api.as(owner)
                .header("If-Match", "*")
                .body("{\"maxVisits\": %s}".formatted(maxVisits))
                .patch(Api.LINKS + "/" + code)
                .then()
                .statusCode(200);
    }

    /** One visit more, whatever the limit says. */
    void count(String code) {
        Sql.on(
                database,
                "INSERT INTO visits AS v (code, leased) VALUES (?, 1) ON CONFLICT (code) DO UPDATE SET leased = v.leased + 1",
                insert -> {
                    insert.setString(1, code);
                    return insert.executeUpdate();
                });
    }

    long leased(String code) {
        return number("SELECT coalesce(max(leased), 0) FROM visits WHERE code = ?", code);
    }

    /** Visits in leases that nobody ended. */
    long outstanding(String code) {
        return number("SELECT coalesce(sum(visits), 0) FROM visit_leases WHERE code = ?", code);
    }

    /** As if it had been leased so long ago. */
    void age(UUID lease, Duration age) {
        Sql.on(
                database,
                "UPDATE visit_leases SET leased_at = now() - make_interval(secs => ?) WHERE id = ?",
                update -> {
                    update.setDouble(1, age.toSeconds());
                    update.setObject(2, lease);
                    return update.executeUpdate();
                });
    }

    private long number(String sql, String code) {
        return Sql.on(database, sql, select -> {
            select.setString(1, code);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
