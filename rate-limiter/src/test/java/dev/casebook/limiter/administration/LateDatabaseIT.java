package dev.casebook.limiter.administration;

import static dev.casebook.limiter.administration.Administration.create;
import static dev.casebook.limiter.administration.Administration.limit;
import static dev.casebook.limiter.administration.Administration.rules;
import static dev.casebook.limiter.administration.Administration.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.testkit.Server;
import dev.casebook.testkit.StoppedServer;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LateDatabaseIT.DownAtStart.class)
@WithServers("postgresql, kafka, redis-state")
class LateDatabaseIT {

    private static final String DOMAIN = "remembered";

    /** PostgreSQL and Kafka are down, and an earlier life of the instance left what it knew. */
    public static final class DownAtStart implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(new Administration().getConfigOverrides());
            settings.put("casebook.data-dir", remembered().toString());
            return settings;
        }

        private static Path remembered() {
            try {
                var folder = Files.createDirectories(Path.of("target/data/late-database"));
                var document = rules(DOMAIN, 5).replace("\"", "\\\"");
                Files.writeString(
                        folder.resolve("administered-rules.json"), """
                        {"history": "%s", "revision": 70, "overrides": {}, "domains": {"remembered": {
                            "domain": "remembered", "document": "%s", "version": 70, "updatedAt": "2026-01-01T00:00:00Z"}}}
                        """.formatted(UUID.randomUUID(), document));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(StoppedServer.class, Map.of("server", "POSTGRESQL")),
                    new TestResourceEntry(StoppedServer.class, Map.of("server", "KAFKA")));
        }
    }

    @Test
    void whatWasKnownLastHoldsAndAdministrationComesWithTheDatabase() {
        await().atMost(Duration.ofSeconds(60)).until(() -> limit(DOMAIN, "a") != null);
        assertThat(limit(DOMAIN, "a")).isEqualTo(5);
        assertThat(limit("basic", "a")).isNull();
        assertThat(Ready.readiness()).isEqualTo(200);
        assertThat(Ready.database()).startsWith("away: ");
        create("alice", rules(DOMAIN, 6)).then().statusCode(503).header("Retry-After", "2");

        TestServers.get(Server.POSTGRESQL).start();
        TestServers.get(Server.KAFKA).start();

        // A new database knows nothing of it, and has the last word.
        await().atMost(Duration.ofSeconds(60)).until(() -> limit(DOMAIN, "a") == null);
        var domain = unique("shop");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> create("alice", rules(domain, 6)).statusCode() == 201);
        assertThat(limit(domain, "a")).isEqualTo(6);
    }
}
