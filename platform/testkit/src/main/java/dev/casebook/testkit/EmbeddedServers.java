package dev.casebook.testkit;

import dev.casebook.servers.JvmServers;
import dev.casebook.servers.KafkaServer;
import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.PostgresqlServer;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import dev.casebook.servers.ServerProcess;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The default: needs no Docker. */
final class EmbeddedServers extends Backend {

    private static final String HOST = "127.0.0.1";
    private static final String KAFKA_HEAP = "192m";
    /** It starts often and lives briefly: the second compiler would only take the tests' processors. */
    private static final List<String> KAFKA_JVM = List.of("-XX:TieredStopAtLevel=1");

    private static final String REDIS_MEMORY = "64m";

    EmbeddedServers(Module module) {
        super(module);
    }

    @Override
    TestServer postgresql() {
        var database = module().database();
        var process = shared(
                Server.POSTGRESQL,
                PostgresqlServer.class,
                place -> new PostgresqlServer(place, PASSWORD, true, Map.of(database, PASSWORD), Patience.DEFAULT));
        return new EmbeddedServer(process, databaseSettings(process.jdbcUrl(database)));
    }

    @Override
    TestServer kafka() {
        var process = shared(
                Server.KAFKA,
                KafkaServer.class,
                place -> new KafkaServer(place, KAFKA_HEAP, module().stack().topics(), KAFKA_JVM, Patience.DEFAULT));
        return new EmbeddedServer(process, kafkaSettings(process.bootstrapServers()));
    }

    @Override
    TestServer redis(Server server) {
        var role = server == Server.REDIS_CACHE ? RedisServer.Role.CACHE : RedisServer.Role.STATE;
        var process = shared(
                server,
                RedisServer.class,
                place -> new RedisServer(role, place, PASSWORD, REDIS_MEMORY, Patience.DEFAULT));
        return new EmbeddedServer(process, redisSettings(server, process.url()));
    }

    /**
     * One for the whole JVM. Quarkus loads the testkit anew for each test profile, so a static field here would not do; the build has it load the
     * servers' classes once, and where it does not (some IDEs) each profile has servers of its own.
     */
    private <T extends ServerProcess> T shared(Server server, Class<T> type, Function<ServerPlace, T> create) {
        return JvmServers.get(server.name(), type, () -> create.apply(place(server)));
    }

    private ServerPlace place(Server server) {
        var folder = module().freshFolder(server.name().toLowerCase(Locale.ROOT));
        return new ServerPlace(
                HOST, Ports.free(), folder.resolve("data"), folder.resolve("server.log"), module().cache());
    }
}
