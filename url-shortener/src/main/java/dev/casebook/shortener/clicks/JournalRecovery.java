package dev.casebook.shortener.clicks;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a journal finds in its folder.
 *
 * @param unread clicks that Kafka has not acknowledged
 */
record JournalRecovery(JournalState state, List<Segment> segments, long nextSegment, long lastSequence, long unread) {

    static JournalRecovery of(JournalFolder folder, Optional<JournalState> stored, UUID boot) throws IOException {
        var before = stored.orElseGet(() -> JournalState.fresh(boot));
        List<Segment> segments = new ArrayList<>();
        long nextSegment = 1;
        long lastSequence = before.acknowledged();
        long unread = 0;
        boolean known = false;
        for (var path : folder.segments()) {
            nextSegment = JournalFolder.numberOf(path) + 1;
            var recovered = recover(path, before);
            if (recovered.isPresent()) {
                var segment = recovered.get().segment();
                segments.add(segment);
                unread += recovered.get().unread();
                if (segment.journal().equals(before.journal())) {
                    known = true;
                    lastSequence = Math.max(lastSequence, recovered.get().lastSequence());
                }
            }
        }
        if (known && boot.equals(before.boot())) {
            return new JournalRecovery(before, segments, nextSegment, lastSequence, unread);
        }
        // A sequence that Kafka may have seen must not come again: clicks after this are another journal's.
        var successor = before.successor(boot);
        Log.infof("event=clicks.journal-begun journal=%s folder=%s", successor.journal(), folder.path());
        return new JournalRecovery(successor, segments, nextSegment, 0, unread);
    }

    private static Optional<Segment.Recovered> recover(Path path, JournalState state) throws IOException {
        try {
            var recovered = Segment.recover(path, state);
            if (recovered.missing() > 0 || recovered.steppedOver() > 0) {
                Log.errorf(
                        "event=clicks.journal-damaged segment=%s clicks=%d bytes=%d",
                        path, recovered.missing(), recovered.steppedOver());
            }
            if (recovered.cutOff() > 0) {
                Log.warnf("event=clicks.journal-torn segment=%s bytes=%d", path, recovered.cutOff());
            }
            return Optional.of(recovered);
        } catch (DamagedSegmentException e) {
            if (Files.size(path) < Segment.HEADER) {
                Files.delete(path); // its making was cut short, so it never held a click
            } else {
                Log.errorf(
                        "event=clicks.segment-set-aside as=%s cause=%s", JournalFolder.setAside(path), e.getMessage());
            }
            return Optional.empty();
        }
    }
}
