package dev.casebook.lab.drills;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A stream as its client has it: pieces with the numbers from 1, none of which may be missing, and a last one that says so. */
final class OpenStream {

    /** The last piece. */
    static final String END = "end";

    enum Kind {
        SOCKET("WebSocket"),
        EVENTS("events"),
        DOWNLOAD("download"),
        HTTP2("HTTP/2");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final Kind kind;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private long pieces;
    private boolean whole;
    private String fault;

    OpenStream(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    synchronized void piece(String text) {
        if (text.equals(END)) {
            whole = true;
        } else if (text.equals(Long.toString(pieces + 1))) {
            pieces++;
        } else if (fault == null) {
            fault = "%s came after piece %d".formatted(text, pieces);
        }
        begun.countDown();
    }

    /** @param how in a word or two; whether that is as it should be tells the last piece */
    synchronized void ended(String how) {
        if (!whole && fault == null) {
            fault = "%s after piece %d".formatted(how, pieces);
        }
        begun.countDown();
        over.countDown();
    }

    synchronized long pieces() {
        return pieces;
    }

    CountDownLatch begun() {
        return begun;
    }

    CountDownLatch over() {
        return over;
    }

    /** What is wrong with it, if it is over. */
    synchronized Optional<String> fault() {
        return over.getCount() > 0
                ? Optional.of("%s: has not ended".formatted(kind.title()))
                : Optional.ofNullable(fault).map(what -> "%s: %s".formatted(kind.title(), what));
    }
}
