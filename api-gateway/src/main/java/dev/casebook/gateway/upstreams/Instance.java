package dev.casebook.gateway.upstreams;

import dev.casebook.gateway.routes.Balancing;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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
    private final PeakEwma latency;
    private final SlowStart slowStart = new SlowStart();
    private final boolean late;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile State state = State.UNKNOWN;
    private volatile long ejectedUntil;
    private volatile boolean ejected;
    private int silentProbes;
    private boolean probing;

    /**
     * @param address one of those that the endpoint's host stands for
     * @param late whether others were there before it; those that a gateway finds when it starts have long been warm
     */
    Instance(Endpoint endpoint, String address, boolean late, Reliability reliability, PeakEwma latency) {
        this.late = late;
        this.reliability = reliability;
        this.latency = latency;
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

    /** What a request to it begins with. */
    public RequestOptions request(HttpMethod method, String target) {
        return new RequestOptions()
                .setMethod(method)
                .setServer(address)
                .setHost(address.hostAddress())
                .setPort(address.port())
                .setURI(target);
    }

    public SocketAddress address() {
        return address;
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

    PeakEwma latency() {
        return latency;
    }

    SlowStart slowStart() {
        return slowStart;
    }

    /** Its share among its like, when all are well. */
    public int weight() {
        return endpoint.weight();
    }

    /** Less is better; comparable for one way of balancing alone. */
    double load(Balancing balancing, long now) {
        double busy = balancing == Balancing.EWMA ? latency.load(inFlight(), now) : inFlight();
        return busy / weight();
    }

    /** A connection to it failed: nobody else shall wait for the same. */
    void eject(long until) {
        ejectedUntil = until;
        ejected = true;
        slowStart.begin(until);
    }

    /** It leaves requests unanswered. */
    void ejectAsFailing(long now) {
        slowStart.begin(reliability.eject(now));
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
    boolean probed(State outcome, int timeoutsToEject, long now) {
        probing = false;
        silentProbes = outcome == State.SILENT ? silentProbes + 1 : 0;
        if (outcome == state || outcome == State.SILENT && silentProbes < timeoutsToEject) {
            return false;
        }
        if (outcome == State.READY) {
            reliability.forget();
            if (late || state != State.UNKNOWN) {
                slowStart.begin(now);
            }
        }
        state = outcome;
        return true;
    }

    public State state() {
        return state;
    }

    /** In a word, for people: what the probes say, or what its requests say though the probes are content. */
    public String condition(long now) {
        if (isFailing(now)) {
            return "failing";
        }
        return state == State.READY && !isReachable(now)
                ? "unreachable"
                : state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Why it may get requests or not, in words.
     *
     * @param slowStart of the service's policy
     */
    public String standing(Duration slowStart, long now) {
        if (!isReachable(now)) {
            return condition(now);
        }
        if (isFailing(now)) {
            return "failing, left alone for %d ms".formatted(TimeUnit.NANOSECONDS.toMillis(reliability.outFor(now)));
        }
        var standing = new StringBuilder("ready, %d in flight".formatted(inFlight()));
        if (weight() > 1) {
            standing.append(", weight ").append(weight());
        }
        double took = latency.latency(now);
        if (took > 0) {
            standing.append(String.format(Locale.ROOT, ", took %.1f ms", took / 1e6));
        }
        double share = slowStart().share(now, slowStart);
        if (share < 1) {
            standing.append(", gets %.0f %% of its share".formatted(100 * share));
        }
        return standing.toString();
    }

    void requestStarted() {
        inFlight.incrementAndGet();
    }

    void requestEnded() {
        inFlight.decrementAndGet();
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** {@code 127.0.0.1:18120}: in logs and metrics. */
    public String name() {
        return address.host() + ":" + address.port();
    }
}
