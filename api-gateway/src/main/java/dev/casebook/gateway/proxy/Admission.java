package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Criticality;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * The place of one request among those that the gateway takes on at once. While it waits for its answer it holds little; what a slow client, or
 * service, makes the gateway hold are bodies. So the body of a request, and that of an answer that is longer than a piece, takes a second place, of
 * which there are fewer, and a service that stands still for a moment costs none of the many requests that wait for it.
 */
final class Admission {

    /** RFC 9110 §9.2.1, of those that are routed. */
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Capacity capacity;
    private final int piece;
    private Criticality criticality;
    private boolean taken;
    private boolean takenForBody;

    Admission(Lane lane) {
        this.capacity = lane.capacity();
        this.piece = lane.settings().clients().readAtOnce();
    }

    /**
     * A request that is not safe has a place for its answer before it goes to a service: the client would take a refusal afterwards for a sign that
     * nothing was done.
     *
     * @return false when the gateway is busy with as many requests as it may be for one more of this kind
     */
    boolean take(Criticality criticality, Exchange exchange) {
        this.criticality = criticality;
        taken = capacity.requestStarted(criticality);
        if (taken && !mayBeRefusedLater(exchange) && !takeForBody()) {
            giveBack();
        }
        return taken;
    }

    private static boolean mayBeRefusedLater(Exchange exchange) {
        var request = exchange.request();
        return !exchange.body().exists()
                && SAFE.contains(request.method())
                && !request.headers().contains(HttpHeaders.UPGRADE);
    }

    /** @return false when the body is longer than a piece, or of unknown length, and there are as many such as there may be */
    boolean takeFor(long length) {
        return length != Exchange.UNKNOWN && length <= piece || takeForBody();
    }

    private boolean takeForBody() {
        takenForBody = takenForBody || capacity.streamStarted(criticality);
        return takenForBody;
    }

    void giveBack() {
        if (takenForBody) {
            takenForBody = false;
            capacity.streamEnded();
        }
        if (taken) {
            taken = false;
            capacity.requestEnded();
        }
    }
}
