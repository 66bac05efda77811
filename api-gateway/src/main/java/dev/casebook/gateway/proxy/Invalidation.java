package dev.casebook.gateway.proxy;

import dev.casebook.gateway.cache.AnswerCache;
import dev.casebook.gateway.cache.CacheKey;
import dev.casebook.gateway.routes.BadTargetException;
import dev.casebook.gateway.routes.RequestTarget;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Supplier;

/** A request that may change what its URI stands for: after it, what was stored counts no more (RFC 9111 §4.4). */
final class Invalidation implements Reception {

    private static final int FIRST_ERROR = 400;

    private final AnswerCache cache;
    private final Supplier<CacheKey> target;

    /** @param target what the request is about */
    Invalidation(AnswerCache cache, Supplier<CacheKey> target) {
        this.cache = cache;
        this.target = target;
    }

    @Override
    public boolean passes(int status, MultiMap headers, long length) {
        // Not when the request begins: what was stored while it was under way is as old.
        if (status < FIRST_ERROR && !cache.isUnused()) {
            var key = target.get();
            cache.invalidate(key);
            for (var name : new String[] {"location", "content-location"}) {
                Optional.ofNullable(headers.get(name))
                        .flatMap(reference -> ofSameOrigin(key, reference))
                        .ifPresent(cache::invalidate);
            }
        }
        return true;
    }

    /** Of another origin it has no say. */
    private static Optional<CacheKey> ofSameOrigin(CacheKey key, String reference) {
        try {
            var uri = new URI(key.scheme() + "://" + key.authority() + key.target()).resolve(new URI(reference));
            if (!key.scheme().equalsIgnoreCase(uri.getScheme())
                    || !key.authority().equalsIgnoreCase(uri.getAuthority())) {
                return Optional.empty();
            }
            var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return Optional.of(
                    key.at(RequestTarget.parse(uri.getRawPath() + query).text()));
        } catch (URISyntaxException | BadTargetException nothingThatIsStored) {
            return Optional.empty();
        }
    }
}
