package dev.casebook.shortener.live;

import java.util.HashMap;
import java.util.Map;

/** How many streams are open: in all, and of each owner, so that one cannot have them all. */
final class StreamBounds {

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> open = new HashMap<>();
    private int all;

    StreamBounds(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** @throws StreamRefusedException when there is no room */
    synchronized void enter(String owner) {
        if (open.getOrDefault(owner, 0) >= mostOfOne) {
            throw new StreamRefusedException(true);
        }
        if (all >= most) {
            throw new StreamRefusedException(false);
        }
        open.merge(owner, 1, Integer::sum);
        all++;
    }

    synchronized void leave(String owner) {
        open.computeIfPresent(owner, (_, streams) -> streams == 1 ? null : streams - 1);
        all--;
    }
}
