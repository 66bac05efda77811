package dev.casebook.gateway.cache;

import io.vertx.core.MultiMap;
import java.time.Duration;

/** Requests and answers of tests, at a time of their own. */
final class CacheFixtures {

    /** Wed, 21 Oct 2015 07:28:00 GMT. */
    static final long NOW = 1_445_412_480_000L;

    static final CacheKey KEY = new CacheKey("http", "a.test", "a.test", "/x");

    private CacheFixtures() {}

    /** @param lines {@code name: value} */
    static MultiMap headers(String... lines) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        for (var line : lines) {
            headers.add(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        return headers;
    }

    static CacheRequest get(String... lines) {
        return CacheRequest.of(KEY, "r", false, headers(lines));
    }

    static ReceivedAnswer answer(int status, String... lines) {
        return ReceivedAnswer.of(status, headers(lines), NOW, NOW);
    }

    /** Stored at {@link #NOW}, for a request without headers, without any guess of its lifetime. */
    static Stored stored(String... lines) {
        return answer(200, lines).head(get(), Duration.ZERO).withBody("0123456789".getBytes());
    }
}
