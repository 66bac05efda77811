package dev.casebook.gateway.support;

import dev.casebook.gateway.proxy.GatewayServer;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import jakarta.inject.Inject;

/** A test against the running gateway, with scripted servers behind it. */
@WithTestResource(value = Upstreams.class, scope = TestResourceScope.GLOBAL)
public abstract class GatewayTest {

    @Inject
    GatewayServer gateway;

    protected int port() {
        return gateway.port();
    }

    protected int tlsPort() {
        return gateway.tlsPort();
    }

    protected RawClient connect() {
        return new RawClient(port());
    }

    /** One request on a connection of its own. */
    protected Reply ask(String request) {
        try (var client = connect()) {
            return client.send(request).reply();
        }
    }

    protected static Origin origin() {
        return Upstreams.origin().requests();
    }

    public static String get(String path, String... headers) {
        return request("GET", path, "", headers);
    }

    /** A request with exactly these headers, a Host, and a Content-Length when there is a body. */
    public static String request(String method, String path, String body, String... headers) {
        var lines = new StringBuilder("%s %s HTTP/1.1\r\nHost: gateway.test\r\n".formatted(method, path));
        for (var header : headers) {
            lines.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            lines.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return lines.append("\r\n").append(body).toString();
    }
}
