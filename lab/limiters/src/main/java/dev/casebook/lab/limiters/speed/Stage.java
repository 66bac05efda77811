package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.limiters.services.OurService;
import dev.casebook.lab.limiters.services.Places;
import dev.casebook.lab.limiters.services.Program;
import dev.casebook.lab.limiters.services.Settings;
import dev.casebook.lab.limiters.services.TheirService;
import dev.casebook.lab.limiters.speed.callers.Bucket4jCallers;
import dev.casebook.lab.limiters.speed.callers.CasebookCallers;
import dev.casebook.lab.limiters.speed.callers.ScriptCallers;
import dev.casebook.lab.machine.Component;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;

/** Everything that takes part, on free ports of loopback, around one Redis. All of it ends with this. */
final class Stage implements AutoCloseable {

    static final String CASEBOOK = "casebook";
    static final String ALL_ON = "casebook, all on";
    static final String BUCKET4J = "bucket4j";
    static final String SCRIPT = "a script call each";
    static final String EMPTY = "empty method";
    static final String ENVOYPROXY = "envoyproxy/ratelimit";

    private static final String MEMORY = "512m";
    static final String RULE = "high";
    private static final String LEASED_RULE = "leased";

    private final Places places;
    private final Path service;
    private final RedisServer redis;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** @param service {@code quarkus-run.jar} of the rate limiter */
    Stage(Places places, Path service) {
        this.places = places;
        this.service = service;
        redis = started(places.redis(MEMORY));
    }

    private <S extends ServerProcess> S started(S server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
        open.push(server);
        server.start();
        return server;
    }

    private <C extends Contestant> C opened(C contestant) {
        open.push(contestant);
        return contestant;
    }

    static Component component(ServerProcess server) {
        return new Component(server.name(), Component.Kind.SERVICE, server.pid());
    }

    Component redis() {
        return component(redis);
    }

    RedisProbe probe() {
        var probe = new RedisProbe(redis.url());
        open.push(probe);
        return probe;
    }

    Contestant casebookInProcess() throws IOException {
        return casebookInProcess(CASEBOOK, OurService.NOTHING_REMEMBERED);
    }

    Contestant allOnInProcess() throws IOException {
        return casebookInProcess(ALL_ON, Map.of());
    }

    private Contestant casebookInProcess(String name, Map<String, String> differences) throws IOException {
        return opened(new CallerProcess(Program.inService(
                name, CasebookCallers.class, service, places.of(name), settings("ours.yaml"), differences)));
    }

    Contestant bucket4j() throws IOException {
        return peer(BUCKET4J, Bucket4jCallers.class);
    }

    Contestant script() throws IOException {
        return peer(SCRIPT, ScriptCallers.class);
    }

    private Contestant peer(String name, Class<?> program) throws IOException {
        return opened(new CallerProcess(new Program(
                name,
                program,
                Stream.of(Program.lab()),
                Map.of(),
                places.of(name).log(),
                redis.url())));
    }

    Contestant casebookOverGrpc() throws IOException {
        return overGrpc(ourService(CASEBOOK, OurService.NOTHING_REMEMBERED));
    }

    Contestant allOnOverGrpc() throws IOException {
        return overGrpc(ourService(ALL_ON, Map.of()));
    }

    Contestant leasedCaller() throws IOException {
        var server = ourService("casebook, leases", Map.of());
        return opened(new LeasedCaller(component(server), server.place().port(), LEASED_RULE));
    }

    private OurService ourService(String name, Map<String, String> differences) throws IOException {
        return started(new OurService(name, service, places.of(name), settings("ours.yaml"), differences));
    }

    private Contestant overGrpc(ServerProcess server) {
        return opened(new GrpcCallers(component(server), server.place().port(), RULE));
    }

    Contestant emptyMethod(Path jar) {
        return overGrpc(started(new EmptyService(EMPTY, jar, places.of("empty"))));
    }

    Contestant envoyproxy(Path program) throws IOException {
        var server = started(new TheirService(
                program.toAbsolutePath(),
                places.of("envoyproxy"),
                settings("theirs.yaml"),
                Map.of("LOG_LEVEL", "warn")));
        return opened(new GrpcCallers(component(server), server.endpoint().grpc(), RULE));
    }

    private Settings settings(String rules) throws IOException {
        var target =
                places.folder().resolve(rules + "-runtime/ratelimit/config").toAbsolutePath();
        if (!Files.exists(target)) {
            Files.createDirectories(target);
            try (var rule = Stage.class.getResourceAsStream("/speed/" + rules)) {
                Files.copy(rule, target.resolve(rules));
            }
        }
        return new Settings(target, URI.create(redis.url()));
    }

    /** The last that was opened first. */
    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
