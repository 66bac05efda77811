package dev.casebook.gateway.upstreams;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** One running copy of a service, and whether it may get requests. */
public final class Instance {

    /** What the last probes found. */
    public enum State {
        UNKNOWN,
        READY,
        NOT_READY,
        UNREACHABLE,
        SILENT
    }

    private final Endpoint endpoint;
    private final SocketAddress address;
    private final SocketAddress management;
    private final Reliability reliability;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile State state = State.UNKNOWN;
    private volatile long ejectedUntil;
    private volatile boolean ejected;
    private int silentProbes;
    private boolean probing;

    /** @param address one of those that the endpoint's host stands for */
    Instance(Endpoint endpoint, String address, Reliability reliability) {
        this.reliability = reliability;
        this.endpoint = endpoint;
        this.address = SocketAddress.inetSocketAddress(endpoint.port(), address);
        this.management = SocketAddress.inetSocketAddress(endpoint.managementPort(), address);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isAt(Endpoint endpoint, String address) {
        return this.endpoint.equals(endpoint) && this.address.hostAddress().equals(address);
    }

    public SocketAddress address() {
        return address;
    }

    /** What a request to it begins with. */
    public RequestOptions request(HttpMethod method, String target) {
        return new RequestOptions()
                .setMethod(method)
                .setServer(address)
                .setHost(address.hostAddress())
                .setPort(address.port())
                .setURI(target);
    }

    SocketAddress management() {
        return management;
    }

    /** @param now by {@link System#nanoTime} */
    public boolean isUsable(long now) {
        return isReachable(now) && !reliability.isOut(now);
    }

    /** Ready, and connections to it can be made; whether it answers is another thing. */
    boolean isReachable(long now) {
        return state == State.READY && (!ejected || now - ejectedUntil >= 0);
    }

    /** Whether it is left alone because it did not answer, though it is reachable. */
    public boolean isFailing(long now) {
        return isReachable(now) && reliability.isOut(now);
    }

    Reliability reliability() {
        return reliability;
    }

    /** A connection to it failed: nobody else shall wait for the same. */
    void eject(long until) {
        ejectedUntil = until;
        ejected = true;
    }

    /**
     * One probe at a time. Called by the prober alone, as {@link #probed} is.
     *
     * @return whether to probe now
     */
    boolean startProbe() {
        if (probing) {
            return false;
        }
        probing = true;
        return true;
    }

    /** @return whether the state has changed */
    boolean probed(State outcome, int timeoutsToEject) {
        probing = false;
        silentProbes = outcome == State.SILENT ? silentProbes + 1 : 0;
        if (outcome == state || outcome == State.SILENT && silentProbes < timeoutsToEject) {
            return false;
        }
        if (outcome == State.READY) {
            reliability.forget();
        }
        state = outcome;
        return true;
    }

    public State state() {
        return state;
    }

    public void requestStarted() {
        inFlight.incrementAndGet();
    }

    public void requestEnded() {
        inFlight.decrementAndGet();
    }

    int inFlight() {
        return inFlight.get();
    }

    /** {@code 127.0.0.1:18120}: in logs and metrics. */
    public String name() {
        return address.host() + ":" + address.port();
    }
}
