package dev.casebook.gateway.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is stored for one URI, newest first. */
record Variants(List<Stored> all) {

    static final Variants NONE = new Variants(List.of());

    Optional<Stored> find(CacheRequest asked) {
        return all.stream().filter(stored -> stored.isFor(asked)).findFirst();
    }

    /** With one more, which takes the place of the one for the same requests. */
    Variants with(Stored added, int most) {
        var kept = new ArrayList<Stored>();
        kept.add(added);
        for (var each : all) {
            boolean same =
                    each.route().equals(added.route()) && each.selection().equals(added.selection());
            if (!same && kept.size() < most) {
                kept.add(each);
            }
        }
        return new Variants(List.copyOf(kept));
    }

    Variants without(Stored removed) {
        return new Variants(all.stream().filter(each -> each != removed).toList());
    }

    boolean contains(Stored stored) {
        return all.stream().anyMatch(each -> each == stored);
    }

    int bytes() {
        return all.stream().mapToInt(Stored::bytes).sum();
    }
}
