package dev.casebook.gateway.limits;

import dev.casebook.gateway.routes.Limit;
import dev.casebook.gateway.routes.Limit.Source;
import dev.casebook.gateway.routes.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a limit says about one request.
 *
 * @param entries in the order of the route file
 */
record Descriptor(Limit limit, Map<String, String> entries) {

    /** In characters; longer ones stand there by their hash. The limiter takes 256. */
    private static final int LONGEST = 128;

    /** Whoever looks into the limiter shall not find what lets him in. */
    private static final Set<String> SECRETS = Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");

    private static final int HASH_BYTES = 15;

    /** Of those limits of the route that the request has everything for. */
    static List<Descriptor> of(Route route, Limited request) {
        var descriptors = new ArrayList<Descriptor>(route.limits().size());
        for (var limit : route.limits()) {
            of(limit, route, request).ifPresent(descriptors::add);
        }
        return descriptors;
    }

    private static Optional<Descriptor> of(Limit limit, Route route, Limited request) {
        var entries =
                LinkedHashMap.<String, String>newLinkedHashMap(limit.entries().size());
        for (var entry : limit.entries().entrySet()) {
            var value = value(entry.getValue(), route, request);
            if (value.isEmpty() || value.get().isEmpty()) {
                return Optional.empty();
            }
            entries.put(entry.getKey(), value.get());
        }
        return Optional.of(new Descriptor(limit, entries));
    }

    private static Optional<String> value(Source source, Route route, Limited request) {
        var name = source.name();
        return switch (source.kind()) {
            case ROUTE -> Optional.of(route.id());
            case USER -> request.user().map(Descriptor::bounded);
            case KEY -> request.key();
            case ADDRESS -> Optional.of(Network.of(request.address()));
            case HEADER -> request.header(name).map(value -> isSecret(name) ? hash(value) : bounded(value));
            case QUERY -> request.query(name).map(Descriptor::bounded);
            case TEXT -> Optional.of(name);
        };
    }

    private static boolean isSecret(String header) {
        return SECRETS.contains(header.toLowerCase(Locale.ROOT));
    }

    static String bounded(String value) {
        return value.length() <= LONGEST ? value : hash(value);
    }

    private static String hash(String value) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            var encoded = Base64.getUrlEncoder().encodeToString(hash);
            return encoded.substring(0, HASH_BYTES * 4 / 3);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
