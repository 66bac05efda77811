package dev.casebook.shortener.live;

import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.contracts.shortener.v1.ClickBatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Who wants to hear of which link's clicks. Each click is told once: journals that are shipped twice carry the same sequences. */
final class Readers {

    /** Journals whose last sequence is remembered. There is one for each instance; one that is forgotten may repeat what it shipped last. */
    private static final int JOURNALS = 1_000;

    private final Map<String, Set<LiveStream>> streams = new HashMap<>();
    private final Map<String, Long> told = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > JOURNALS;
        }
    };

    synchronized void add(String code, LiveStream stream) {
        streams.computeIfAbsent(code, _ -> new HashSet<>()).add(stream);
    }

    synchronized void remove(String code, LiveStream stream) {
        streams.computeIfPresent(code, (_, all) -> all.remove(stream) && all.isEmpty() ? null : all);
    }

    synchronized boolean isEmpty() {
        return streams.isEmpty();
    }

    synchronized void tell(ClickBatch batch) {
        long known = told.getOrDefault(batch.getJournal(), 0L);
        long sequence = batch.getFirstSequence();
        for (var click : batch.getClicksList()) {
            if (sequence++ > known) {
                tell(click);
            }
        }
        told.put(batch.getJournal(), Math.max(known, sequence - 1));
    }

    private void tell(Click click) {
        streams.getOrDefault(click.getCode(), Set.of()).forEach(stream -> stream.hear(click));
    }
}
