package dev.casebook.servers;

import java.time.Duration;

/**
 * How long a server may take.
 *
 * @param start until it answers
 * @param stop until it has ended in order; then it is killed
 * @param port until a port that its predecessor held is free
 */
public record Patience(Duration start, Duration stop, Duration port) {

    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(90), Duration.ofSeconds(30), Duration.ofSeconds(2));

    /** Between two looks. */
    static final Duration POLL = Duration.ofMillis(40);
}
