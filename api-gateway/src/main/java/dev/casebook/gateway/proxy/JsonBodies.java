package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponseException;
import dev.casebook.gateway.transform.JsonChanges;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** Which bodies are JSON that is changed, and which headers do not fit what becomes of them. */
final class JsonBodies {

    /** They ask for what cannot be changed: a part, another coding. */
    private static final List<String> NOT_ASKED = List.of("accept-encoding", "range", "if-range");

    /** They say something of the bytes as they were. */
    private static final List<String> UNTRUE =
            List.of("accept-ranges", "content-digest", "repr-digest", "digest", "content-md5");

    private JsonBodies() {}

    /** @throws OwnResponseException with what a client is told whose body cannot be changed */
    static void check(Exchange exchange, JsonChanges changes) {
        if (!exchange.body().exists()) {
            return;
        }
        if (!isPlainJson(exchange.request().headers())) {
            throw new OwnResponseException(ProxyProblems.jsonAlone());
        }
        if (exchange.body().length() > changes.maxSize()) {
            throw new OwnResponseException(ProxyProblems.tooLarge(changes.maxSize()));
        }
    }

    /** The service is asked for all of an answer, as it is. */
    static void asksForAll(MultiMap headers) {
        NOT_ASKED.forEach(headers::remove);
    }

    static boolean isChanged(HttpClientResponse from) {
        var type = from.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && JsonChanges.isJson(type);
    }

    static boolean isPlainJson(MultiMap headers) {
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        var coding = headers.get(HttpHeaders.CONTENT_ENCODING);
        return type != null && JsonChanges.isJson(type) && (coding == null || coding.equalsIgnoreCase("identity"));
    }

    static void removeUntrue(MultiMap headers) {
        UNTRUE.forEach(headers::remove);
    }
}
