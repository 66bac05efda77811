package dev.casebook.shortener.clicks;

import java.time.Duration;

/** Pauses between attempts, each twice as long as the one before. */
final class BackOff {

    private final Duration longest;
    private Duration next;

    BackOff(Duration shortest, Duration longest) {
        this.next = shortest;
        this.longest = longest;
    }

    void pause() throws InterruptedException {
        Thread.sleep(next);
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
