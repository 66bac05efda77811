package dev.casebook.gateway.support;

import dev.casebook.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The gateway as it is deployed: the built artefact in a process of its own. */
public final class GatewayProcess implements AutoCloseable {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String JAR = "target/quarkus-app/quarkus-run.jar";

    private final Process process;
    private final Path log;
    private final int port;
    private final int managementPort;

    /** @param settings environment variables, over those that a laptop would set */
    public GatewayProcess(Path folder, Path routes, String upstreams, Map<String, String> settings) {
        port = Ports.free();
        managementPort = Ports.free();
        log = folder.resolve("gateway.log");
        var builder = new ProcessBuilder(JAVA.toString(), "-Xmx64m", "-XX:+UseSerialGC", "-jar", JAR);
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("CASEBOOK_INSTANCE", "api-gateway-0"),
                        Map.entry("CASEBOOK_DATA_DIR", folder.toString()),
                        Map.entry("CASEBOOK_PUBLIC_URL", "http://localhost:" + port),
                        Map.entry("CASEBOOK_JWT_ISSUER", TestIssuer.ISSUER),
                        Map.entry("CASEBOOK_JWT_AUDIENCE", TestIssuer.AUDIENCE),
                        Map.entry("CASEBOOK_JWT_JWKS_URL", "http://localhost:%d/.well-known/jwks.json".formatted(port)),
                        Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                        Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                        Map.entry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1"),
                        Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort)),
                        Map.entry(
                                "CASEBOOK_GATEWAY_ROUTES",
                                routes.toAbsolutePath().toString()),
                        Map.entry("CASEBOOK_GATEWAY_UPSTREAMS", upstreams)));
        builder.environment().putAll(settings);
        try {
            process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public int managementPort() {
        return managementPort;
    }

    public boolean isReady() {
        return answers(managementPort, "/q/health/ready", 200);
    }

    /** Whether somebody at the port answers so. */
    public static boolean answers(int port, String path, int status) {
        try (var client = new RawClient(port)) {
            return client.send(GatewayTest.get(path)).reply().status() == status;
        } catch (UncheckedIOException nobodyThere) {
            return false;
        }
    }

    public void terminate() {
        process.destroy();
    }

    /** @return the exit code */
    public int await() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + output());
        }
        return process.exitValue();
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
