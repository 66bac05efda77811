package dev.casebook.gateway.proxy;

import dev.casebook.chassis.web.Problem;
import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Concurrency;
import dev.casebook.gateway.upstreams.Call;
import java.util.Set;

/** The answers of the gateway when it is not the upstream that answers. The types are stable: clients branch on them. */
final class ProxyProblems {

    private static final String RETRY_AFTER = "Retry-After";
    private static final String SECONDS = "1";
    private static final String SAFE = "The request was not passed on; it is safe to repeat it.";
    private static final String UNSURE = "Whether the request was carried out is not known.";

    private ProxyProblems() {}

    static OwnResponse notFound(String path) {
        return OwnResponse.of(Problem.of(404).at(path));
    }

    static OwnResponse methodNotAllowed(String path, Set<String> allowed) {
        return OwnResponse.of(Problem.of(405).at(path)).header("Allow", String.join(", ", allowed));
    }

    static OwnResponse badTarget(String reason) {
        return OwnResponse.of(Problem.of(400, "bad-request-target", "The request target is not acceptable")
                .detail(reason));
    }

    static OwnResponse connectRefused() {
        return OwnResponse.of(Problem.of(501).detail("This is no tunnel."));
    }

    static OwnResponse expectationFailed() {
        return OwnResponse.of(Problem.of(417).detail("The only expectation here is 100-continue."));
    }

    static OwnResponse tooLarge(long limit) {
        return OwnResponse.of(Problem.of(413, "body-too-large", "The request body is too large")
                .detail("The limit is %d bytes.".formatted(limit)));
    }

    static OwnResponse notJson(String reason) {
        return OwnResponse.of(Problem.of(400, "body-not-json", "The request body is not JSON")
                .detail("The document cannot be read: %s.".formatted(reason)));
    }

    static OwnResponse jsonAlone() {
        return OwnResponse.of(Problem.of(415, "body-not-json", "The request body is not JSON")
                .detail("Content-Type must be application/json or end with +json, without a Content-Encoding."));
    }

    static OwnResponse answerNotJson() {
        return OwnResponse.of(Problem.of(502, "upstream-answer-unreadable", "The service's answer cannot be read")
                .detail(UNSURE));
    }

    static OwnResponse answerTooLarge(long limit) {
        return OwnResponse.of(Problem.of(502, "upstream-answer-too-large", "The service's answer is too large")
                .detail("It is changed on the way, and the limit for that is %d bytes. %s".formatted(limit, UNSURE)));
    }

    static OwnResponse clientTooSlow() {
        return OwnResponse.of(Problem.of(408).detail("The request body did not come in time."));
    }

    static OwnResponse noInstance(String upstream) {
        return safeToRepeat(Problem.of(503, "upstream-unavailable", "The service is not available")
                .detail("No instance of %s is ready. %s".formatted(upstream, SAFE)));
    }

    static OwnResponse unreachable() {
        return safeToRepeat(Problem.of(503, "upstream-unreachable", "The service cannot be reached")
                .detail(SAFE));
    }

    static OwnResponse busy() {
        return safeToRepeat(
                Problem.of(503, "upstream-busy", "The service is busy").detail(SAFE));
    }

    static OwnResponse refused(Call.Refusal reason, String upstream, long seconds) {
        return switch (reason) {
            case CIRCUIT_OPEN -> circuitOpen(upstream, seconds);
            case SHARE_USED_UP -> busy();
            case OVERLOADED -> overloaded(upstream);
        };
    }

    private static OwnResponse circuitOpen(String upstream, long seconds) {
        return OwnResponse.of(Problem.of(503, "upstream-circuit-open", "The service is left alone for a while")
                        .detail("%s fails too often. %s".formatted(upstream, SAFE)))
                .header(RETRY_AFTER, Long.toString(seconds));
    }

    private static OwnResponse overloaded(String upstream) {
        return safeToRepeat(Problem.of(503, "upstream-overloaded", "The service has too much to do")
                .detail("%s answers more slowly than it can, so what matters less is refused first. %s"
                        .formatted(upstream, SAFE)));
    }

    static OwnResponse overCapacity() {
        return safeToRepeat(Problem.of(503, "gateway-busy", "Too many requests are being answered")
                .detail(SAFE));
    }

    /** For requests that are safe: the service has answered. */
    static OwnResponse noPlaceForAnswer() {
        return safeToRepeat(Problem.of(503, "gateway-busy", "Too many long answers are under way")
                .detail("The answer was not passed on; it is safe to repeat the request."));
    }

    static OwnResponse tooManyAtOnce(Concurrency limit) {
        return safeToRepeat(Problem.of(429, "too-many-at-once", "Too many requests at one time")
                .detail("%s. %s".formatted(limit.title(), SAFE)));
    }

    static OwnResponse lost() {
        return OwnResponse.of(
                Problem.of(502, "upstream-failed", "The service broke off").detail(UNSURE));
    }

    static OwnResponse tooSlow() {
        return OwnResponse.of(Problem.of(504, "upstream-timeout", "The service did not answer in time")
                .detail(UNSURE));
    }

    static OwnResponse tooLate() {
        return OwnResponse.of(Problem.of(504, "deadline-exceeded", "The client's time is over")
                .detail(UNSURE));
    }

    static OwnResponse notCached() {
        return OwnResponse.of(Problem.of(504, "not-cached", "There is no stored answer")
                .detail("The request said only-if-cached, so the service was not asked."));
    }

    static OwnResponse webSocketRefused() {
        return OwnResponse.of(Problem.of(403, "web-socket-refused", "There is no WebSocket here")
                .detail("The path takes ordinary requests alone."));
    }

    static OwnResponse badWebSocket(String reason) {
        return OwnResponse.of(Problem.of(400, "bad-web-socket-handshake", "The WebSocket handshake is malformed")
                .detail(reason));
    }

    /** RFC 6455 §4.4. */
    static OwnResponse webSocketVersion(String version) {
        return OwnResponse.of(Problem.of(426, "web-socket-version", "The WebSocket version is not supported")
                        .detail("The version here is %s.".formatted(version)))
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", version);
    }

    static OwnResponse failed() {
        return OwnResponse.of(Problem.of(500));
    }

    private static OwnResponse safeToRepeat(Problem problem) {
        return OwnResponse.of(problem).header(RETRY_AFTER, SECONDS);
    }
}
