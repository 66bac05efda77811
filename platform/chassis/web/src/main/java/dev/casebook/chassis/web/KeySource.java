package dev.casebook.chassis.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Where the issuer publishes its keys. */
final class KeySource implements AutoCloseable {

    private static final long MAX_BYTES = 1 << 20;

    private final HttpClient client;
    private final HttpRequest request;
    private final Duration timeout;

    KeySource(URI url, Duration timeout) {
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
        this.request =
                HttpRequest.newBuilder(url).header("Accept", "application/json").build();
        this.timeout = timeout;
    }

    /** @return at least one key; failed when there is no whole answer in time, or one that holds no key */
    CompletableFuture<List<JsonWebKey>> fetch() {
        var exchange = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
        // The client's own time-out ends with the headers, and a body may drip for ever.
        var keys = exchange.thenApply(KeySource::keys).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        keys.whenComplete((answer, failure) -> exchange.cancel(true));
        return keys;
    }

    private static List<JsonWebKey> keys(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new UncheckedIOException(new IOException("status " + answer.statusCode()));
        }
        try {
            var keys = new JsonWebKeySet(answer.body())
                    .getJsonWebKeys().stream()
                            .filter(key -> key instanceof PublicJsonWebKey)
                            .toList();
            if (keys.isEmpty()) {
                throw new UncheckedIOException(new IOException("no public key"));
            }
            return keys;
        } catch (JoseException e) {
            throw new UncheckedIOException(new IOException("no set of keys", e));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
