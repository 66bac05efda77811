package dev.casebook.gateway.answers;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** A path that the gateway answers itself. */
public interface OwnEndpoint {

    /** Exactly this one. */
    String path();

    /** GET answers HEAD too. */
    default HttpMethod method() {
        return HttpMethod.GET;
    }

    /** In bytes; a longer body is refused with 413. */
    default int maxBody() {
        return 0;
    }

    /** Called on an event loop; the future may complete on any thread. */
    Future<OwnResponse> answer(OwnRequest request);
}
