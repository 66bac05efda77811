package dev.casebook.lab.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.casebook.lab.Lab;
import dev.casebook.lab.machine.ShortenerDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.datasketches.hll.HllSketch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowIT {

    private static final String TABLES = "TRUNCATE links, click_totals, click_quarters";
    private static final int NO_PORT = 1;

    @TempDir
    private static Path folder;

    private static ShortenerDatabase database;
    private static Path stack;

    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void start() throws IOException, SQLException {
        database = new ShortenerDatabase(folder);
        stack = database.describe(folder.resolve("stack.yaml"), NO_PORT);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        database.execute(TABLES);
        database.execute("DROP SCHEMA IF EXISTS lab CASCADE");
    }

    private int grow(String... options) {
        var arguments = new ArrayList<>(List.of("grow", "--stack", stack.toString()));
        arguments.addAll(List.of("--secrets", database.secrets().toString()));
        arguments.addAll(List.of(options));
        return Lab.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments.toArray(String[]::new));
    }

    private static long number(String query) throws SQLException {
        return database.number(query);
    }

    @Test
    void linksAreOwnedByTheLabAndKnownByTheirNumbers() throws SQLException {
        assertThat(grow("--links", "1000")).isZero();

        assertThat(number("SELECT count(*) FROM links WHERE owner = 'lab'")).isEqualTo(1_000);
        assertThat(number("SELECT count(*) FROM links WHERE code = '%s' AND url LIKE '%%/999'"
                        .formatted(GrownCodes.code(999))))
                .isOne();
    }

    @Test
    void growthThatWasCutOffGoesOnWhereItEnded() throws SQLException {
        // The second step meets it and fails as a whole.
        database.execute(
                "INSERT INTO links (code, owner, url, created_at, updated_at) VALUES ('%s', 'a', 'b', now(), now())"
                        .formatted(GrownCodes.code(60_000)));
        assertThat(grow("--links", "70000")).isEqualTo(2);
        assertThat(said.toString()).contains("links_code_key");
        assertThat(number("SELECT count(*) FROM links")).isEqualTo(50_001);
        database.execute("DELETE FROM links WHERE owner = 'a'");

        assertThat(grow("--links", "70000")).isZero();

        assertThat(said.toString())
                .contains("50,000 links and 0 clicks are grown; 20,000 links and 0 clicks are missing");
        assertThat(number("SELECT count(*) FROM links")).isEqualTo(70_000);
    }

    @Test
    void clicksAreSpreadAndAddUp() throws SQLException {
        assertThat(grow("--links", "100", "--clicks", "5000", "--followed", "50", "--days", "3"))
                .isZero();

        assertThat(number("SELECT sum(total)::bigint FROM click_totals")).isEqualTo(5_000);
        assertThat(number("SELECT sum(clicks)::bigint FROM click_quarters")).isEqualTo(5_000);
        assertThat(number("SELECT count(DISTINCT starts_at) FROM click_quarters"))
                .isEqualTo(3 * 96);
        assertThat(
                        number(
                                "SELECT count(*) FROM click_quarters WHERE starts_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"))
                .isZero();
        assertThat(number("SELECT count(*) FROM click_totals t WHERE (t.total, t.bots) <>"
                        + " (SELECT sum(q.clicks), sum(q.bots) FROM click_quarters q WHERE q.code = t.code)"))
                .isZero();
        assertThat(number("SELECT total FROM click_totals WHERE code = '%s'".formatted(GrownCodes.code(0))))
                .isBetween(900L, 1_400L);
    }

    @Test
    void whatIsKeptOfAQuarterIsWhatTheServiceReads() throws SQLException {
        grow("--links", "10", "--clicks", "3000", "--followed", "2", "--days", "1");

        assertThat(number("""
                SELECT count(*) FROM click_quarters, LATERAL jsonb_each(breakdown) AS dimension
                WHERE clicks - bots <> (SELECT sum(value::bigint) FROM jsonb_each_text(dimension.value))""")).isZero();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT visitors, clicks - bots FROM click_quarters ORDER BY clicks DESC")) {
            row.next();
            assertThat(HllSketch.heapify(row.getBytes(1)).getEstimate())
                    .isBetween(0.9 * row.getLong(2), 1.1 * row.getLong(2));
        }
    }

    @Test
    void moreClicksGoToLinksThatHaveNone() throws SQLException {
        grow("--links", "100", "--clicks", "1000", "--followed", "50", "--days", "2");

        assertThat(grow("--clicks", "3000", "--followed", "60", "--days", "2")).isEqualTo(2);
        assertThat(said.toString()).contains("there must be 110: --links 110");
        assertThat(grow("--clicks", "3000", "--followed", "50", "--days", "2")).isZero();
        assertThat(grow("--clicks", "3000")).isZero();

        assertThat(said.toString()).contains("3,000 clicks are grown; 0 links and 0 clicks are missing");
        assertThat(number("SELECT sum(total)::bigint FROM click_totals")).isEqualTo(3_000);
    }

    @Test
    void clicksThatWereCutOffGoOnWithTheDayTheyEnded() throws SQLException {
        grow("--links", "50", "--clicks", "960", "--followed", "50", "--days", "4");
        database.execute("UPDATE lab.waves SET days_done = 2");
        database.execute("UPDATE click_totals SET total = 1, bots = 0");
        database.execute("DELETE FROM click_quarters"
                + " WHERE starts_at >= (SELECT min(starts_at) FROM click_quarters) + interval '2 days'");
        assertThat(number("SELECT sum(clicks)::bigint FROM click_quarters")).isEqualTo(480);

        assertThat(grow()).isZero();

        assertThat(said.toString()).contains("480 clicks are missing", "clicks 1: day 4 of 4");
        assertThat(number("SELECT sum(clicks)::bigint FROM click_quarters")).isEqualTo(960);
    }

    @Test
    void nothingIsGrownThatTheDiskHasNoRoomFor() throws SQLException {
        assertThat(grow("--links", "1000000000", "--clicks", "1000000000", "--followed", "1000000"))
                .isEqualTo(2);

        assertThat(said.toString()).contains("this may take").contains("20 % of it are to stay free");
        assertThat(number("SELECT count(*) FROM links")).isZero();
    }

    @Test
    void questionsAreAskedAboutLinksOfAllKinds() throws IOException {
        Set<String> asked = new ConcurrentSkipListSet<>();
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().getPath());
                var body = "{\"access_token\":\"secret\",\"total\":7}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        http.start();
        try {
            var url = "http://127.0.0.1:" + http.getAddress().getPort();
            assertThat(grow(
                            "--links",
                            "100",
                            "--clicks",
                            "1000",
                            "--followed",
                            "100",
                            "--questions",
                            "3",
                            "--url",
                            url))
                    .isZero();
        } finally {
            http.stop(0);
        }

        assertThat(asked)
                .contains("/auth/token")
                .contains("/api/v1/links/%s/stats".formatted(GrownCodes.code(0)))
                .contains("/api/v1/links/%s/stats".formatted(GrownCodes.code(1)))
                .contains("/api/v1/links/%s/stats".formatted(GrownCodes.code(50)));
        assertThat(said.toString()).contains("30 days by hour", "2 years by all dimensions");
    }
}
