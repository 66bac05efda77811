package dev.casebook.gateway.support;

/** An instance of a service, as the gateway sees one: a port for requests and a port that says whether it is ready. */
public final class TestUpstream implements AutoCloseable {

    private static final String READINESS = "/q/health/ready";

    private final Origin requests = new Origin();
    private final Origin management = new Origin();

    public Origin requests() {
        return requests;
    }

    public Origin management() {
        return management;
    }

    public void ready(boolean ready) {
        management.on(
                READINESS,
                ready
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                        : "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    }

    /** As {@code casebook.gateway.upstreams} has it. */
    public String address() {
        return "127.0.0.1:%d/%d".formatted(requests.port(), management.port());
    }

    @Override
    public void close() {
        requests.close();
        management.close();
    }
}
