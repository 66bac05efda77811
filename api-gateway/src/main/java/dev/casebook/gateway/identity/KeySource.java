package dev.casebook.gateway.identity;

import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** Where the issuer's keys come from. */
record KeySource(Supplier<Future<List<JsonWebKey>>> fetcher) {

    /** There is no issuer. */
    static final KeySource NONE = new KeySource(() -> Future.failedFuture("there is no issuer"));

    /** The gateway is the issuer: no request to itself. */
    static KeySource of(JsonWebKey own) {
        return new KeySource(() -> Future.succeededFuture(List.of(own)));
    }

    static KeySource at(URI url, IdentitySettings.Tokens settings, Vertx vertx) {
        var client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout((int) settings.keysTimeout().toMillis())
                        .setTracingPolicy(TracingPolicy.IGNORE))
                .with(new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(1))
                // What a broken connection means is told to the request that was on it.
                .withConnectHandler(connection -> connection.exceptionHandler(e -> Log.debug("event=keys.broken", e)))
                .build();
        return new KeySource(() -> fetch(client, url, settings));
    }

    Future<List<JsonWebKey>> fetch() {
        return fetcher.get();
    }

    private static Future<List<JsonWebKey>> fetch(HttpClient client, URI url, IdentitySettings.Tokens settings) {
        var request = new RequestOptions()
                .setAbsoluteURI(url.toString())
                .setTimeout(settings.keysTimeout().toMillis())
                .putHeader("Accept", "application/json");
        return client.request(request)
                .compose(HttpClientRequest::send)
                .compose(response -> body(response, settings.keysMaxSize()))
                .map(KeySource::parse);
    }

    private static Future<Buffer> body(HttpClientResponse response, int maxSize) {
        if (response.statusCode() != 200) {
            response.request().reset();
            return Future.failedFuture("the issuer answered " + response.statusCode());
        }
        var body = Buffer.buffer();
        var whole = Promise.<Buffer>promise();
        response.handler(part -> {
            if (body.length() + part.length() > maxSize) {
                whole.tryFail("the issuer's key set is larger than %d bytes".formatted(maxSize));
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }

    private static List<JsonWebKey> parse(Buffer body) {
        try {
            return new JsonWebKeySet(body.toString()).getJsonWebKeys();
        } catch (JoseException e) {
            throw new IllegalStateException("the issuer's key set is malformed", e);
        }
    }
}
