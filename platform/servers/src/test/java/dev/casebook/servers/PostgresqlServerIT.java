package dev.casebook.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresqlServerIT {

    @TempDir
    Path folder;

    private PostgresqlServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.kill();
        }
    }

    @Test
    void acknowledgedCommitsSurviveKillAndRestart() throws SQLException {
        server = start(true);
        try (var shop = connect("shop")) {
            execute(shop, "CREATE TABLE orders (id int PRIMARY KEY)");
            execute(shop, "INSERT INTO orders SELECT generate_series(1, 1000)");

            server.kill();
        }
        server.start();

        try (var shop = connect("shop")) {
            assertThat(one(shop, "SELECT count(*) FROM orders")).isEqualTo("1000");
        }
    }

    @Test
    void durableMeansThatCommitsAreOnDiskBeforeTheyAreAcknowledged() throws SQLException {
        server = start(true);

        try (var shop = connect("shop")) {
            assertThat(one(shop, "SHOW fsync")).isEqualTo("on");
            assertThat(one(shop, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(one(shop, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void aRoleOwnsItsDatabaseAndEntersNoOther() throws SQLException {
        server = start(false);
        server.createDatabase("bank", "money");

        try (var shop = connect("shop")) {
            assertThat(one(shop, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'shop'"))
                    .isEqualTo("shop");
        }
        assertThatThrownBy(() -> connect("bank", "shop", "secret")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> connect("shop", "shop", "wrong")).hasMessageContaining("password");
    }

    @Test
    void aBackendAtWorkDoesNotKeepARestartAway() throws Exception {
        server = start(true);
        try (var shop = connect("shop");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = threads.submit(() -> one(shop, "SELECT pg_sleep(600)"));

            killOnlyThePostmaster();
            server.start();

            assertThat(server.isAlive()).isTrue();
            assertThatThrownBy(work::get).hasCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void pauseReachesTheBackends() throws SQLException {
        server = start(false);
        try (var shop = connect("shop")) {
            shop.setNetworkTimeout(Runnable::run, 2_000);
            server.pause();

            assertThatThrownBy(() -> one(shop, "SELECT 1")).hasMessageContaining("I/O error");
        }
        server.resume();

        try (var shop = connect("shop")) {
            assertThat(one(shop, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aStrangerWithThePidOfACrashedServerDoesNotKeepItFromStarting() throws Exception {
        server = start(false);
        server.kill();
        var stranger = new ProcessBuilder("sleep", "600").start();
        try {
            var lock = server.place().data().resolve("postmaster.pid");
            var lines = Files.readAllLines(lock);
            lines.set(0, Long.toString(stranger.pid()));
            lines.set(2, Long.toString(System.currentTimeMillis() / 1_000 - 3_600));
            Files.write(lock, lines);

            server.start();

            assertThat(server.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void twoServersOnOneFolderAreRefused() {
        server = start(false);
        var second = server(Places.in(folder), false);

        assertThatThrownBy(second::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("process %d already serves".formatted(server.pid()));
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void twoFoldersAreTwoServers() throws SQLException {
        server = start(false);
        var second = server(Places.in(folder.resolve("second one")), false);
        try {
            second.start();

            try (var shop = connect("shop")) {
                execute(shop, "CREATE TABLE only_here (id int)");
            }
            try (var shop = DriverManager.getConnection(second.jdbcUrl("shop"), "shop", "secret")) {
                assertThat(one(shop, "SELECT to_regclass('only_here') IS NULL")).isEqualTo("t");
            }
        } finally {
            second.kill();
        }
    }

    @Test
    void damagedDataIsSaid() throws IOException {
        server = start(false);
        server.stop();
        Files.write(server.place().data().resolve("global/pg_control"), new byte[8192]);

        assertThatThrownBy(server::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(server.place().data() + " is damaged");
    }

    @Test
    void dataOfOtherSecretsIsSaidAtOnce() {
        server = start(false);
        server.stop();
        server = new PostgresqlServer(server.place(), "other", false, Map.of(), Places.PATIENCE);

        assertThatThrownBy(server::start).isInstanceOf(ServerException.class).hasMessageContaining("another password");
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aFolderOfSomethingElseIsSaid() throws IOException {
        server = server(Places.in(folder), false);
        Files.createDirectories(server.place().data());
        Files.writeString(server.place().data().resolve("thesis.txt"), "do not lose me");

        assertThatThrownBy(server::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(server.place().data().toString());
        assertThat(server.place().data().resolve("thesis.txt")).exists();
    }

    private void killOnlyThePostmaster() {
        server.running().process().destroyForcibly();
        server.onExit().join();
    }

    private PostgresqlServer start(boolean durable) {
        var started = server(Places.in(folder), durable);
        started.start();
        return started;
    }

    private static PostgresqlServer server(ServerPlace place, boolean durable) {
        return new PostgresqlServer(place, "super", durable, Map.of("shop", "secret"), Places.PATIENCE);
    }

    private Connection connect(String database) throws SQLException {
        return connect(database, database, "secret");
    }

    private Connection connect(String database, String role, String password) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), role, password);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
