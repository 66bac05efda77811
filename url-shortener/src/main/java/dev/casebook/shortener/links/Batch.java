package dev.casebook.shortener.links;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drafts on their way into the table: each ends as created, or as refused because its alias is taken. */
final class Batch {

    private final Outcome[] outcomes;
    /** Drafts that wait to be stored, by their code. */
    private final Map<String, Entry> open = new HashMap<>();

    private record Entry(int position, Draft draft, int attempt) {}

    /** Another code for a draft whose code was taken. */
    @FunctionalInterface
    interface FreshCodes {

        /** @param attempt from 1 */
        String next(String url, int attempt);
    }

    Batch(List<Draft> drafts, FreshCodes freshCodes) {
        outcomes = new Outcome[drafts.size()];
        // Aliases first, so that a fresh code that happens to equal one gives way to it.
        add(drafts, true, freshCodes);
        add(drafts, false, freshCodes);
    }

    boolean isSettled() {
        return open.isEmpty();
    }

    List<Draft> open() {
        return open.values().stream().map(Entry::draft).toList();
    }

    /** Settles what was stored and refuses taken aliases; fresh codes that were taken are replaced and stay open. */
    void settle(List<Link> stored, FreshCodes freshCodes) {
        for (var link : stored) {
            outcomes[open.remove(link.code()).position()] = new Outcome.Created(link);
        }
        var rest = new ArrayList<>(open.values());
        open.clear();
        rest.forEach(entry -> retry(entry, freshCodes));
    }

    List<Outcome> outcomes() {
        return List.of(outcomes);
    }

    private void add(List<Draft> drafts, boolean chosen, FreshCodes freshCodes) {
        for (int position = 0; position < drafts.size(); position++) {
            var entry = new Entry(position, drafts.get(position), 0);
            if (entry.draft().chosen() == chosen
                    && open.putIfAbsent(entry.draft().code(), entry) != null) {
                retry(entry, freshCodes);
            }
        }
    }

    private void retry(Entry entry, FreshCodes freshCodes) {
        if (entry.draft().chosen()) {
            outcomes[entry.position()] = new Outcome.Refused(Refusal.ALIAS_TAKEN);
            return;
        }
        int attempt = entry.attempt() + 1;
        var fresh = freshCodes.next(entry.draft().redirection().url(), attempt);
        var renamed = new Entry(entry.position(), entry.draft().withCode(fresh), attempt);
        if (open.putIfAbsent(renamed.draft().code(), renamed) != null) {
            retry(renamed, freshCodes);
        }
    }
}
