package dev.casebook.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The servers behind the gateway under test, in the same JVM, so that tests can script them and look into them. They live as long as the
 * gateway; each test uses paths of its own.
 */
public final class Upstreams implements QuarkusTestResourceLifecycleManager {

    private static TestUpstream origin;
    private static TestUpstream first;
    private static TestUpstream second;
    private static GrpcService grpc;
    private static ScriptedLimiter limiter;
    private static TestIssuer issuer;
    private static Path routes;
    private static Path certificates;

    @Override
    public Map<String, String> start() {
        routes = copyOf(Path.of("src/test/resources/routes"));
        certificates = copyOf(TestCertificates.originals());
        origin = new TestUpstream();
        first = new TestUpstream();
        second = new TestUpstream();
        grpc = new GrpcService();
        limiter = new ScriptedLimiter();
        issuer = new TestIssuer();
        origin.ready(true);
        first.ready(true);
        second.ready(true);
        return Map.ofEntries(
                Map.entry("casebook.gateway.routes", routes.toString()),
                Map.entry("casebook.gateway.routes-reload", "100ms"),
                Map.entry("casebook.gateway.tls.certificates", certificates.toString()),
                Map.entry("casebook.gateway.tls.port", "0"),
                Map.entry("casebook.gateway.tls.handshakes", "8"),
                Map.entry("casebook.gateway.tls.reload", "100ms"),
                Map.entry("casebook.gateway.tls.hsts", "1d"),
                Map.entry(
                        "casebook.gateway.upstreams",
                        "origin=%1$s;pair=%2$s,%3$s;fragile=%1$s;timed=%2$s,%3$s;warming=%2$s,%3$s;weighted=%2$s*3,%3$s;grpc=%4$s;rate-limiter=%5$s"
                                .formatted(
                                        origin.address(),
                                        first.address(),
                                        second.address(),
                                        grpc.address(),
                                        limiter.address())),
                Map.entry("casebook.gateway.limiter.deadline", "3s"),
                Map.entry("casebook.limiter.client.leases.patience", "10s"),
                Map.entry("casebook.limiter.client.leases.answer-within", "10s"),
                Map.entry("casebook.jwt.jwks-url", issuer.url()),
                // Machines stand still for a moment now and then: no test shall be late, nor its upstream.
                Map.entry("casebook.gateway.clients.head-timeout", "3s"),
                Map.entry("casebook.gateway.clients.keep-alive", "4s"),
                Map.entry("casebook.gateway.clients.max-pipelined", "4"),
                Map.entry("casebook.gateway.clients.requests", "1000"),
                Map.entry("casebook.gateway.clients.web-sockets", "8"),
                Map.entry("casebook.gateway.pool.lifetime", "2s"),
                Map.entry("casebook.gateway.latencies.decay", "2s"),
                Map.entry("casebook.gateway.outliers.ejection", "1s"),
                Map.entry("casebook.gateway.outliers.longest-ejection", "2s"),
                Map.entry("casebook.gateway.health.interval", "100ms"),
                Map.entry("casebook.gateway.health.timeout", "3s"),
                Map.entry("casebook.gateway.pool.connect-timeout", "20s"),
                Map.entry("casebook.gateway.tokens.keys-asked-at-most", "500ms"),
                Map.entry("casebook.gateway.tokens.keys-timeout", "20s"));
    }

    /** For tests that change them. */
    private static Path copyOf(Path folder) {
        try (var files = Files.list(folder)) {
            var copy = Files.createTempDirectory(
                    Path.of("target"), folder.getFileName().toString());
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        origin.close();
        first.close();
        second.close();
        grpc.close();
        limiter.close();
        issuer.close();
    }

    /** The only instance of a service. */
    public static TestUpstream origin() {
        return origin;
    }

    /** One of two instances of another service. */
    public static TestUpstream first() {
        return first;
    }

    public static TestUpstream second() {
        return second;
    }

    /** The folder of route files that the gateway looks at. */
    public static Path routes() {
        return routes;
    }

    /** The folder of certificates and keys that the gateway looks at. */
    public static Path certificates() {
        return certificates;
    }

    /** A service that speaks gRPC. */
    public static GrpcService grpc() {
        return grpc;
    }

    public static ScriptedLimiter limiter() {
        return limiter;
    }

    public static TestIssuer issuer() {
        return issuer;
    }
}
