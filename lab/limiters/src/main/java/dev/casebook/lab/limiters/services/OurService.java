package dev.casebook.lab.limiters.services;

import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.ServerPlace;
import dev.casebook.servers.ServerProcess;
import dev.casebook.stack.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Our rate limiter, as it is deployed but for what a check or a benchmark says. */
public final class OurService extends ServerProcess {

    /** Each decision is Redis's: no refusal is remembered outside it. */
    public static final Map<String, String> NOTHING_REMEMBERED = Map.of("CASEBOOK_LIMITER_STORE_MAX_REMEMBERED", "0");

    /** Of every JVM that takes part, so that none has an advantage; the heap aside. */
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Path jar;
    private final Settings settings;
    private final Map<String, String> differences;
    private final int management = Ports.free();

    /** @param differences environment variables */
    public OurService(String name, Path jar, ServerPlace place, Settings settings, Map<String, String> differences) {
        super(name, place, Patience.DEFAULT);
        this.jar = jar;
        this.settings = settings;
        this.differences = differences;
    }

    public Endpoint endpoint() {
        return new Endpoint(
                name(),
                place().port(),
                URI.create("http://%s:%d/json".formatted(place().host(), place().port())),
                URI.create("http://%s:%d/q/metrics".formatted(place().host(), management)));
    }

    /** A Java program with as much heap. */
    public static List<String> java(String heap, String... arguments) {
        var program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(Stream.of(program, "-Xmx" + heap), JVM.stream(), Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }

    /** What a service of ours is told by its environment. */
    public static Map<String, String> environment(ServerPlace place, int management, Settings settings) {
        var environment = new HashMap<String, String>();
        environment.put("CASEBOOK_INSTANCE", "rate-limiter-0");
        environment.put("CASEBOOK_DATA_DIR", place.data().toString());
        // Of no use to a limiter, but every service has them.
        environment.put("CASEBOOK_PUBLIC_URL", "http://" + place.host());
        environment.put("CASEBOOK_JWT_ISSUER", Environment.ISSUER);
        environment.put("CASEBOOK_JWT_AUDIENCE", Environment.AUDIENCE);
        environment.put("CASEBOOK_JWT_JWKS_URL", "http://" + place.host() + "/.well-known/jwks.json");
        environment.put("QUARKUS_HTTP_HOST", place.host());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(place.port()));
        environment.put("QUARKUS_MANAGEMENT_HOST", place.host());
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("CASEBOOK_REDIS_STATE_URL", settings.redis().toString());
        environment.put("CASEBOOK_LIMITER_RULES_FOLDER", settings.rules().toString());
        // Neither PostgreSQL nor Kafka is there, and neither takes part in a decision.
        environment.put("CASEBOOK_LIMITER_RULES_ADMINISTERED", "false");
        return environment;
    }

    @Override
    protected List<Integer> ports() {
        return List.of(place().port(), management);
    }

    @Override
    protected ProcessBuilder prepare() {
        var builder =
                new ProcessBuilder(java("128m", "-jar", jar.toAbsolutePath().toString()));
        builder.environment().putAll(environment(place(), management, settings));
        builder.environment().putAll(differences);
        return builder;
    }

    @Override
    protected boolean answers() throws IOException {
        return Http.status(URI.create("http://%s:%d/q/health/ready".formatted(place().host(), management))) == 200;
    }
}
