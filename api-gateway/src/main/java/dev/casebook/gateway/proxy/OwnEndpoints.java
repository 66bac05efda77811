package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.answers.OwnRequest;
import dev.casebook.gateway.answers.OwnResponse;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The paths that the gateway answers itself. */
@Singleton
final class OwnEndpoints {

    private final Map<String, OwnEndpoint> byPath;
    private final Meters meters;

    OwnEndpoints(@All List<OwnEndpoint> endpoints, Meters meters) {
        this.byPath = endpoints.stream().collect(Collectors.toMap(OwnEndpoint::path, Function.identity()));
        this.meters = meters;
    }

    /** @return whether the path is one of them, and so the request is taken */
    boolean answers(Exchange exchange) {
        var endpoint = byPath.get(exchange.target().path());
        if (endpoint == null) {
            return false;
        }
        exchange.observation().meteredBy(meters.own());
        exchange.observation().tell("own", endpoint.path());
        var allowed = methods(endpoint);
        if (!allowed.contains(exchange.request().method().name())) {
            exchange.answer(ProxyProblems.methodNotAllowed(endpoint.path(), allowed));
        } else if (exchange.body().isLongerThan(endpoint.maxBody())) {
            exchange.answer(ProxyProblems.tooLarge(endpoint.maxBody()));
        } else {
            body(exchange, endpoint.maxBody())
                    .compose(body ->
                            endpoint.answer(new OwnRequest(exchange.request().headers(), body)))
                    .onComplete(result -> exchange.connection().lane().run(() -> answered(exchange, result)));
        }
        return true;
    }

    private static Set<String> methods(OwnEndpoint endpoint) {
        var names = new TreeSet<String>();
        names.add(endpoint.method().name());
        if (endpoint.method().equals(HttpMethod.GET)) {
            names.add(HttpMethod.HEAD.name());
        }
        return names;
    }

    private static Future<Buffer> body(Exchange exchange, int limit) {
        if (!exchange.body().exists()) {
            return Future.succeededFuture(Buffer.buffer());
        }
        var body = Buffer.buffer();
        var whole = Promise.<Buffer>promise();
        var lane = exchange.connection().lane();
        exchange.body()
                .dueAt(lane.now() + lane.settings().clients().headTimeout().toNanos());
        exchange.request().handler(part -> {
            body.appendBuffer(part);
            if (body.length() > limit) {
                exchange.answer(ProxyProblems.tooLarge(limit));
            }
        });
        exchange.request().endHandler(end -> whole.tryComplete(body));
        if (exchange.body().expectsContinue()) {
            exchange.response().writeContinue();
        }
        exchange.request().resume();
        return whole.future();
    }

    private static void answered(Exchange exchange, AsyncResult<OwnResponse> result) {
        if (result.failed()) {
            Log.errorf(result.cause(), "event=request.failed id=%s", exchange.id());
        }
        exchange.answer(result.succeeded() ? result.result() : ProxyProblems.failed());
    }
}
