package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.HeaderChanges;
import io.vertx.core.MultiMap;

/** Headers, as a route wants them. */
final class ChangedHeaders {

    private ChangedHeaders() {}

    static void apply(HeaderChanges changes, MultiMap headers) {
        for (var name : changes.remove()) {
            headers.remove(name);
        }
        if (!changes.set().isEmpty()) {
            changes.set().forEach(headers::set);
        }
        if (!changes.add().isEmpty()) {
            changes.add().forEach(headers::add);
        }
    }
}
