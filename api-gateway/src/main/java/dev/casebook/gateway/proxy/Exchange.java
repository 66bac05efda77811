package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Criticality;
import dev.casebook.gateway.routes.RequestTarget;
import dev.casebook.gateway.tls.TlsPort;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/** One request and its one answer, whoever gives it. Lives on the event loop of its connection alone. */
final class Exchange {

    /** As the length of a body. */
    static final long UNKNOWN = -1;

    private static final int NO_CONTENT = 204;
    private static final Runnable NOTHING_TAKEN = () -> {};

    private final ClientConnection connection;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String id;
    private final RequestBody body;
    private final Observation observation;
    private final Admission admission;

    private RequestTarget target;
    private String authority = "";
    private Optional<Forwarding> forwarding = Optional.empty();
    private Optional<WebSocketHandshake> handshake = Optional.empty();
    private Runnable releases = NOTHING_TAKEN;
    private boolean over;
    private boolean closes;

    Exchange(ClientConnection connection, HttpServerRequest request, boolean hasBody) {
        this.connection = connection;
        this.request = request;
        this.response = request.response();
        this.id = RequestId.of(request, connection.lane().random());
        this.observation = new Observation(connection.lane().meters().unrouted());
        this.admission = new Admission(connection.lane());
        this.body = new RequestBody(request, hasBody);
        if (hasBody) {
            // Until somebody wants it; otherwise it would be lost while the route, the token or a connection is looked
            // for.
            request.pause();
        }
    }

    ClientConnection connection() {
        return connection;
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return response;
    }

    String id() {
        return id;
    }

    RequestBody body() {
        return body;
    }

    boolean isHttp10() {
        return request.version() == HttpVersion.HTTP_1_0;
    }

    void asks(RequestTarget target, String authority) {
        this.target = target;
        this.authority = authority;
    }

    RequestTarget target() {
        return target;
    }

    /** The host that the client wants, as its Host header or its absolute-form target says. */
    String authority() {
        return authority;
    }

    Observation observation() {
        return observation;
    }

    /** @return false when the gateway is busy with as many requests as it may be for one more of this kind */
    boolean admit(Criticality criticality) {
        return admission.take(criticality, this);
    }

    /** @return false when there is no place for an answer of this length, which the client must not get then */
    boolean admitAnswer(int status, long length) {
        return isBodyless(status) || admission.takeFor(length);
    }

    /** What gives back what the request has taken, once this is over, whatever ends it. It must not be over yet. */
    void whenOver(Runnable release) {
        var earlier = releases;
        releases = () -> {
            earlier.run();
            release.run();
        };
    }

    /** The request asks for a WebSocket, and there may be one. */
    void wants(WebSocketHandshake wanted) {
        handshake = Optional.of(wanted);
    }

    Optional<WebSocketHandshake> handshake() {
        return handshake;
    }

    void forwardedBy(Forwarding forwarding) {
        this.forwarding = Optional.of(forwarding);
    }

    boolean isOver() {
        return over;
    }

    /** Answers without an upstream. After the head of another answer is out, it can only be cut off. */
    void answer(OwnResponse own) {
        if (over) {
            return;
        }
        if (response.headWritten()) {
            cutOff();
            return;
        }
        var answer = Grpc.told(own, request);
        observation.answeredAs(own.status());
        answer.headers().forEach(response.headers()::set);
        if (answer.mediaType() != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType());
        }
        startAnswer(answer.status(), answer.body().length());
        end(isBodyless(answer.status()) ? Buffer.buffer() : answer.body());
    }

    /** As {@link #answer}, and nothing more is read from the connection. */
    void fail(OwnResponse answer) {
        closes = true;
        answer(answer);
    }

    /** As {@link #fail}, and a service that has part of the request gets no more of it. */
    void breakOff(OwnResponse answer) {
        closes = true;
        forwarding.ifPresentOrElse(under -> under.fail(answer), () -> answer(answer));
    }

    /** The answer's head, but for the headers that the caller has set or will set before the first byte goes out. */
    void startAnswer(int status, long length) {
        response.setStatusCode(status);
        response.headers().set(RequestHeaders.REQUEST_ID, id);
        observation.tell(status, response.headers());
        connection.hsts().ifPresent(promise -> response.putHeader(TlsPort.HSTS, promise));
        if (!response.headers().contains(HttpHeaders.DATE)) {
            // RFC 9110 §6.6.1: who forwards an answer without a date adds one.
            response.headers().set(HttpHeaders.DATE, connection.lane().date());
        }
        if (length != UNKNOWN) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        } else if (!isBodyless(status)) {
            response.setChunked(!isHttp10());
            closes |= isHttp10();
        }
        closes |= connection.lane().isLeaving() || handshake.isPresent() || !forwarding.isPresent() && !body.isRead();
        if (closes || status == NO_CONTENT) {
            // Vert.x sets these two itself at the last moment.
            response.headersEndHandler(head -> lastHeaders(status));
        }
    }

    private void lastHeaders(int status) {
        if (closes) {
            connection.sayLast(response.headers());
        }
        if (status == NO_CONTENT) {
            response.headers().remove(HttpHeaders.CONTENT_LENGTH);
        }
    }

    /** Whether an answer with this status to this request has no body (RFC 9112 §6.3). */
    boolean isBodyless(int status) {
        return request.method() == HttpMethod.HEAD || status == NO_CONTENT || status == 304;
    }

    /** @param last the rest of the body, or all of it; empty when nothing is left */
    void end(Buffer last) {
        if (over) {
            return;
        }
        closes |= !body.isRead();
        finished(Integer.toString(response.getStatusCode()));
        var written = last.length() == 0 ? response.end() : response.end(last);
        if (closes) {
            connection.endInput(this, written);
        }
    }

    /** The answer cannot be completed, and the client must not take what it has for the whole. */
    void cutOff() {
        if (!over) {
            finished(RouteMeter.CUT_OFF);
            connection.cutOff(this);
        }
    }

    void clientGone(String outcome) {
        if (!over) {
            finished(outcome);
            forwarding.ifPresent(Forwarding::abandon);
        }
    }

    void tick() {
        forwarding.ifPresent(Forwarding::tick);
        if (body.isOverdue(connection.lane().now())) {
            fail(ProxyProblems.clientTooSlow());
        }
    }

    private void finished(String outcome) {
        over = true;
        admission.giveBack();
        releases.run();
        observation.ended(this, outcome);
        connection.exchangeEnded(this, closes);
    }
}
