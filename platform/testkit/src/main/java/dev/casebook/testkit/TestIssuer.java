package dev.casebook.testkit;

import com.sun.net.httpserver.HttpServer;
import dev.casebook.stack.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes its key over HTTP as a real issuer does, and can be away as a real one. */
public final class TestIssuer {

    private static final String PATH = "/.well-known/jwks.json";

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger keys = new AtomicInteger(1);
    private volatile SigningKey key = new SigningKey("test-1");
    private HttpServer server;
    private ServerSocket silent;
    private int port;

    TestIssuer() {
        start();
    }

    /** On the same port as before. Does nothing when it runs already. */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            if (silent != null) {
                silent.close();
            }
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.createContext(PATH, exchange -> {
            fetches.incrementAndGet();
            var keySet = "{\"keys\": [%s]}".formatted(key.jwk()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keySet.length);
            try (var body = exchange.getResponseBody()) {
                body.write(keySet);
            }
        });
        server.start();
    }

    /** Connections are refused from now on. */
    public synchronized void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Connections are accepted from now on, and nothing answers. */
    public synchronized void hang() {
        stop();
        try {
            silent = new ServerSocket();
            silent.setReuseAddress(true);
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it publishes its key. */
    public synchronized URI jwksUrl() {
        return URI.create("http://localhost:%d%s".formatted(port, PATH));
    }

    /** From now on another key signs, and it alone is published. */
    public void rotateKey() {
        key = new SigningKey("test-" + keys.incrementAndGet());
    }

    /** How often somebody asked for the keys. */
    public int fetches() {
        return fetches.get();
    }

    String sign(Map<String, Object> claims) {
        return key.sign(claims);
    }

    String unsigned(Map<String, Object> claims) {
        return key.unsigned(claims);
    }

    String keyId() {
        return key.id();
    }

    synchronized Map<String, String> settings() {
        return Map.of(
                "casebook.jwt.issuer",
                Environment.ISSUER,
                "casebook.jwt.audience",
                Environment.AUDIENCE,
                "casebook.jwt.jwks-url",
                jwksUrl().toString());
    }
}
