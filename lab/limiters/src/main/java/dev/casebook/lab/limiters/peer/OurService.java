package dev.casebook.lab.limiters.peer;

import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.ServerPlace;
import dev.casebook.servers.ServerProcess;
import dev.casebook.stack.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Our rate limiter in the mode {@code compat}; it remembers no refusals, as theirs has no local cache unless told to. */
final class OurService extends ServerProcess {

    private final Path jar;
    private final Settings settings;
    private final int management = Ports.free();

    OurService(Path jar, ServerPlace place, Settings settings) {
        super("rate-limiter", place, Patience.DEFAULT);
        this.jar = jar;
        this.settings = settings;
    }

    Endpoint endpoint() {
        return new Endpoint(
                name(),
                place().port(),
                URI.create("http://%s:%d/json".formatted(place().host(), place().port())),
                URI.create("http://%s:%d/q/metrics".formatted(place().host(), management)));
    }

    @Override
    protected List<Integer> ports() {
        return List.of(place().port(), management);
    }

    @Override
    protected ProcessBuilder prepare() {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toAbsolutePath().toString());
        var environment = builder.environment();
        environment.put("CASEBOOK_INSTANCE", "rate-limiter-0");
        environment.put("CASEBOOK_DATA_DIR", place().data().toString());
        // Of no use to a limiter, but every service has them.
        environment.put("CASEBOOK_PUBLIC_URL", "http://" + place().host());
        environment.put("CASEBOOK_JWT_ISSUER", Environment.ISSUER);
        environment.put("CASEBOOK_JWT_AUDIENCE", Environment.AUDIENCE);
        environment.put("CASEBOOK_JWT_JWKS_URL", "http://" + place().host() + "/.well-known/jwks.json");
        environment.put("QUARKUS_HTTP_HOST", place().host());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(place().port()));
        environment.put("QUARKUS_MANAGEMENT_HOST", place().host());
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("CASEBOOK_REDIS_STATE_URL", settings.redis().toString());
        environment.put("CASEBOOK_LIMITER_RULES_FOLDER", settings.rules().toString());
        environment.put("CASEBOOK_LIMITER_RULES_MODE", "compat");
        environment.put("CASEBOOK_LIMITER_HEADERS_FAMILIES", "ratelimit");
        environment.put("CASEBOOK_LIMITER_STORE_MAX_REMEMBERED", "0");
        // COMPAT.md: theirs are without bound.
        environment.put("CASEBOOK_LIMITER_METRICS_MAX_SERIES", Integer.toString(Integer.MAX_VALUE));
        // As patient as theirs: a machine that stands still is no difference.
        environment.put("CASEBOOK_REDIS_STATE_TIMEOUT", "10s");
        environment.put("CASEBOOK_LIMITER_STORE_PATIENCE", "10s");
        return builder;
    }

    @Override
    protected boolean answers() throws IOException {
        return Http.status(URI.create("http://%s:%d/q/health/ready".formatted(place().host(), management))) == 200;
    }
}
