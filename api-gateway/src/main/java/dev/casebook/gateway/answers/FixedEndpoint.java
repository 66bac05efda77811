package dev.casebook.gateway.answers;

import io.vertx.core.Future;

/** Answers the same for as long as the gateway runs. */
public final class FixedEndpoint implements OwnEndpoint {

    private final String path;
    private final Future<OwnResponse> answer;

    public FixedEndpoint(String path, OwnResponse answer) {
        this.path = path;
        this.answer = Future.succeededFuture(answer);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Future<OwnResponse> answer(OwnRequest request) {
        return answer;
    }
}
