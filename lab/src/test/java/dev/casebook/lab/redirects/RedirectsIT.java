package dev.casebook.lab.redirects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.lab.Lab;
import dev.casebook.lab.load.RedirectServer;
import dev.casebook.lab.machine.ShortenerDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the rate is held depends on the machine, so success is read from the result, not from the exit code. */
class RedirectsIT {

    @TempDir
    private static Path servers;

    private static ShortenerDatabase database;

    @TempDir
    private Path folder;

    /** Clicks of a run that only show that those before them are counted. */
    private static final int MARKS = 2;

    private final StringWriter said = new StringWriter();
    private PretendStack stack;

    @BeforeAll
    static void startDatabase() throws IOException, SQLException {
        database = new ShortenerDatabase(servers);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void start() throws IOException, SQLException {
        database.execute("TRUNCATE click_totals");
        stack = new PretendStack(database);
    }

    @AfterEach
    void stop() throws SQLException {
        stack.close();
    }

    private int load(String... options) {
        var arguments = new ArrayList<>(List.of("load", "redirects", "--rate", "100", "--seconds", "2"));
        arguments.addAll(
                List.of("--warmup", "1", "--links", "600", "--url", stack.url(), "--settle", "2", "--lag-every", "0"));
        arguments.addAll(List.of("--warming", "0"));
        arguments.addAll(List.of(
                "--out", folder.toString(), "--running", folder.resolve("none").toString()));
        arguments.addAll(List.of(
                "--stack",
                stack.describe(folder.resolve("stack.yaml")).toString(),
                "--secrets",
                database.secrets().toString()));
        arguments.addAll(List.of(options));
        return Lab.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments.toArray(String[]::new));
    }

    private JsonNode result() throws IOException {
        try (var reports = Files.list(folder)) {
            var latest = reports.filter(Files::isDirectory)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            assertThat(latest).isDirectoryContaining("glob:**index.html");
            assertThat(latest.resolve("latency.hlog")).isNotEmptyFile();
            return new ObjectMapper().readTree(latest.resolve("result.json").toFile());
        }
    }

    @Test
    void everyClickIsCountedAndReported() throws IOException {
        load();

        assertThat(said.toString()).contains("counted  exact: 275 by the service");
        assertThat(result().at("/ledger/counted").asLong()).isEqualTo(275);
        assertThat(result().at("/latency/count").asLong()).isEqualTo(200);
        assertThat(result().at("/errors")).isEmpty();
        assertThat(result().at("/command").asText()).startsWith("./casebook load redirects --rate 100 --seconds 2");
        assertThat(result().at("/components/0/name").asText()).isEqualTo("load generator");
        assertThat(result().at("/components/0/cpuSeconds").asDouble()).isPositive();
    }

    @Test
    void coldStackGetsWarmFirstAndThatIsNotInTheReport() throws IOException {
        load("--warming", "9");

        // Once is enough for a stack that bears a quarter more than the rate.
        assertThat(said.toString())
                .containsOnlyOnce("getting warm, 16 at a time, until 125/s")
                .contains("getting warm, 16 at a time, 4 of 4")
                .contains("counted  exact: 275 by the service");
        long crowds = Pattern.compile("of 4 {2}right (\\d+)/s")
                .matcher(said.toString())
                .results()
                .mapToLong(crowd -> Long.parseLong(crowd.group(1)))
                .sum();
        assertThat(stack.counted()).isBetween(275L + 594 + MARKS + crowds, 275L + 625 + MARKS + crowds);
        assertThat(result().at("/latency/count").asLong()).isEqualTo(200);
    }

    @Test
    void lagOfAClickIsTimedOnALinkOfItsOwn() throws IOException {
        load("--lag-every", "1");

        assertThat(said.toString())
                .contains("counted  exact: 275 by the service")
                .contains("lag      a click is in");
        assertThat(result().at("/ledger/lag/probes").asInt()).isPositive();
        assertThat(result().at("/ledger/lag/max").asDouble()).isPositive();
    }

    @Test
    void seedsAreMadeOnceAndEarlierClicksAreNotCountedAgain() throws IOException {
        load();
        load("--seed", "2");

        assertThat(stack.batches).hasValue(2);
        assertThat(stack.counted()).isEqualTo(550 + 2 * MARKS);
        assertThat(result().at("/ledger/counted").asLong()).isEqualTo(275);
    }

    @Test
    void stackThatWasStartedEmptyIsSeededAgain() throws IOException {
        load();
        stack.forgetLinks();
        load("--seed", "2");

        assertThat(stack.batches).hasValue(4);
        assertThat(result().at("/errors")).isEmpty();
    }

    @Test
    void seedingThatWasCutOffGoesOnWhereItEnded() throws IOException {
        stack.refuseAfterBatch = 4;
        assertThat(load("--links", "3000")).isEqualTo(2);
        stack.refuseAfterBatch = 0;
        long refused = stack.batches.get() - 4;

        load("--links", "3000");

        assertThat(said.toString()).contains("seeding links by BatchCreate failed", "counted  exact: 275");
        assertThat(stack.batches).hasValue(4 + refused + 3);
        assertThat(Files.readAllLines(folder.resolve("redirects.seeds")))
                .hasSize(3_001)
                .doesNotHaveDuplicates();
    }

    @Test
    void nothingIsMadeThatTheDiskHasNoRoomFor() {
        assertThat(load("--links", "2000000000")).isEqualTo(2);

        assertThat(said.toString())
                .contains("2,000,000,001 more links may take")
                .contains("and the disk has");
        assertThat(stack.batches).hasValue(0);
    }

    @Test
    void creationsAreMixedInAndAreNoClicks() throws IOException {
        load("--creations", "10");

        assertThat(stack.created).hasValue(25);
        assertThat(said.toString()).contains("counted  exact: 250 by the service");
        assertThat(result().at("/errors")).isEmpty();
        assertThat(result().at("/aside/count").asLong()
                        + result().at("/latency/count").asLong())
                .isEqualTo(200);
        assertThat(result().at("/load/details/creations").asText()).isEqualTo("1 for 10 redirects");
    }

    @Test
    void curveHasARunForEachRateAndIsDrawn() throws IOException {
        assertThat(load("--curve", "20,40", "--knee", "100000")).isZero();

        assertThat(said.toString()).contains("curve    ");
        try (var reports = Files.list(folder)) {
            var curve = reports.filter(each -> each.toString().endsWith("-redirects-curve"))
                    .findFirst()
                    .orElseThrow();
            assertThat(curve.resolve("index.html")).content().contains("<polyline", "<td class=\"number\">40</td>");
        }
        assertThat(stack.counted()).isEqualTo(40 + 15 + 80 + 30 + 2 * MARKS);
    }

    @Test
    void curveEndsWhereRequestsGoWrong() {
        stack.failEvery = 10;

        load("--curve", "50,60,70", "--warmup", "0");

        assertThat(said.toString()).contains("10 of 100 requests went wrong").doesNotContain("of 120 requests");
    }

    @Test
    void controlAndStackTakeTurns() throws IOException {
        try (var control = new RedirectServer()) {
            var address = control.address();
            load("--rate", "20", "--control", "http://127.0.0.1:" + address.getPort());

            assertThat(control.requests()).isEqualTo(3 * (40 + 15));
            assertThat(stack.counted()).isEqualTo(3 * (40 + 15 + MARKS));
            assertThat(said.toString()).contains("Round 3 of 3", "multiple", "control answers/s");
        }
    }

    @Test
    void lostClicksFailTheRun() throws IOException {
        stack.forgetEvery = 10;

        assertThat(load()).isEqualTo(1);

        assertThat(said.toString()).contains("The service counted 248, for 275 right answers to 275 requests.");
        assertThat(result().at("/failures")).isNotEmpty();
    }

    @Test
    void clicksThatCannotBeReadFailTheRunButNotTheReport() throws IOException {
        stack.hideClicks = true;

        assertThat(load()).isEqualTo(1);

        assertThat(said.toString()).contains("FAILED   What the services counted is not known");
        assertThat(result().at("/latency/count").asLong()).isEqualTo(200);
    }

    @Test
    void wrongAnswersFailTheRun() {
        stack.failEvery = 10;

        assertThat(load("--warmup", "0")).isEqualTo(1);

        assertThat(said.toString()).contains("20 of 200 requests went wrong: 20 × status 503.");
    }

    @Test
    void rateThatIsNotHeldFailsTheRun() {
        // One connection cannot carry as many requests as this, on any machine.
        assertThat(load("--connections", "1", "--rate", "100000", "--seconds", "1", "--warmup", "0", "--timeout", "1"))
                .isEqualTo(1);

        assertThat(said.toString()).contains("FAILED   The rate was not held");
    }

    @Test
    void targetElsewhereIsRefusedBeforeAnythingIsSent() {
        assertThat(load("--url", "http://192.0.2.1:8080")).isEqualTo(2);

        assertThat(said.toString()).contains("is not a loopback address");
        assertThat(stack.batches).hasValue(0);
    }

    @Test
    void earlierClicksAreWaitedForAndAreNotTakenForThoseOfTheLoad() throws Exception {
        load("--seconds", "1", "--warmup", "0");
        stack.countLate = true;

        assertThat(load("--seed", "2", "--settle", "1")).isEqualTo(2);

        assertThat(said.toString()).contains("earlier clicks are not counted after 1 s");
    }

    @Test
    void grownLinksAreFollowed() throws SQLException {
        assertThat(load("--grown")).isEqualTo(2);
        assertThat(said.toString()).contains("0 links are grown and 601 are needed: ./casebook grow --links 601");
    }

    @Test
    void stackThatIsNotUpIsSaid() throws SQLException {
        stack.close();

        assertThat(load()).isEqualTo(2);
        assertThat(said.toString()).contains("is the stack up? ./casebook up");
    }
}
