package dev.casebook.shortener;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.awaitCreation;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.unique;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two of what redirects and clicks stand on are away at once, killed or frozen. Without PostgreSQL or Kafka nothing is counted, so the counter makes a pair
 * of its own with Redis only.
 */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class PairsAwayIT {

    /** How a server goes away and comes back. */
    enum Way {
        KILLED {
            @Override
            void down(Server server) {
                TestServers.get(server).kill();
            }

            @Override
            void up(Server server) {
                TestServers.get(server).start();
            }
        },
        FROZEN {
            @Override
            void down(Server server) {
                TestServers.get(server).pause();
            }

            @Override
            void up(Server server) {
                TestServers.get(server).resume();
            }
        };

        abstract void down(Server server);

        abstract void up(Server server);
    }

    private final String alice = unique("alice");

    @Inject
    StoredLinks stored;

    @Inject
    DataSource database;

    @Inject
    MeterRegistry meters;

    @Inject
    @RedisRole(Role.CACHE)
    Redis redis;

    private KnownLink known;

    @BeforeEach
    void peopleFollowALink() {
        allIsWell();
        known = new KnownLink(alice, meters);
    }

    /** From pair to pair by one server that comes back and one that goes, so that each of them, whose restarts take long, is away as seldom as can be. */
    @ParameterizedTest
    @EnumSource
    void knownLinksGoOnWhicheverTwoAreAwayAndAreCountedExactly(Way way) throws SQLException {
        var elsewhere = stored.insert("https://example.com/");
        try (var held = holdUpTheCounter()) {
            way.down(Server.REDIS_CACHE);
            redisAndTheCounterAreAway();
            held.rollback();
        }

        way.down(Server.POSTGRESQL);
        redisAndPostgresqlAreAway(elsewhere);

        way.up(Server.REDIS_CACHE);
        way.down(Server.KAFKA);
        postgresqlAndKafkaAreAway();

        way.up(Server.POSTGRESQL);
        way.down(Server.REDIS_CACHE);
        awaitCreation();
        kafkaAndRedisAreAway(elsewhere);

        way.up(Server.REDIS_CACHE);
        way.up(Server.KAFKA);
        allIsWell();
        known.isCountedExactly();
    }

    private void redisAndTheCounterAreAway() {
        known.goesOn();
        follow(create(alice, "https://example.com/")).statusCode(302);
    }

    private void redisAndPostgresqlAreAway(String elsewhere) {
        known.goesOn();
        follow(elsewhere).statusCode(503).header("Retry-After", notNullValue());
        assertCreationIsRefused();
    }

    private void postgresqlAndKafkaAreAway() {
        known.goesOn();
        assertCreationIsRefused();
    }

    private void kafkaAndRedisAreAway(String elsewhere) {
        known.goesOn();
        follow(elsewhere).statusCode(302);
        follow(create(alice, "https://example.com/")).statusCode(302);
    }

    /** It stands at a lock that somebody holds. */
    private Connection holdUpTheCounter() throws SQLException {
        var connection = database.getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE click_offsets IN EXCLUSIVE MODE");
        return connection;
    }

    private void assertCreationIsRefused() {
        as(alice)
                .body(Map.of("url", "https://example.com/"))
                .post(LINKS)
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue());
    }

    private void allIsWell() {
        awaitCreation();
        await().atMost(PATIENCE).until(() -> {
            try {
                return redis.ask(commands -> commands.ping()).equals("PONG");
            } catch (RuntimeException notYet) {
                return false;
            }
        });
    }
}
