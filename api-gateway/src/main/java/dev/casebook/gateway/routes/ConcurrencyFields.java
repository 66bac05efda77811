package dev.casebook.gateway.routes;

import dev.casebook.gateway.routes.Concurrency.By;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how many requests of a route may be under way at one time. */
final class ConcurrencyFields {

    static final String FIELD = "concurrency";

    private static final int MOST_LIMITS = 4;

    private final Fields fields;

    ConcurrencyFields(Fields fields) {
        this.fields = fields;
    }

    /** @return empty when the route says nothing of it: then there may be any number */
    List<Concurrency> read(Optional<Auth> auth) {
        var limits = new ArrayList<Concurrency>();
        if (!fields.has(FIELD)) {
            return List.of();
        }
        int number = 0;
        for (var each : fields.list(FIELD)) {
            var item = fields.item("concurrency[" + number++ + "]", each);
            limit(item).ifPresent(limit -> {
                if (limits.stream().anyMatch(other -> other.by() == limit.by())) {
                    item.mistake("by", "another one is by %s too".formatted(limit.byName()));
                }
                limits.add(limit);
            });
        }
        if (number > MOST_LIMITS) {
            fields.mistake(FIELD, "there are more than %d".formatted(MOST_LIMITS));
        }
        boolean byUser = limits.stream().anyMatch(limit -> limit.by() == By.USER || limit.by() == By.KEY);
        if (byUser && auth.isPresent() && auth.get() != Auth.JWT) {
            fields.mistake(FIELD, "user and key are known only if auth is jwt");
        }
        return List.copyOf(limits);
    }

    private static Optional<Concurrency> limit(Fields limit) {
        limit.only("most", "by");
        if (!limit.has("most")) {
            limit.mistake("most", "is missing");
        }
        var most = limit.number("most", 1, Concurrency.LARGEST);
        var by = limit.text("by").flatMap(text -> limit.choice("by", text, By.class));
        return most.isEmpty() ? Optional.empty() : by.map(known -> new Concurrency(most.getAsInt(), known));
    }
}
