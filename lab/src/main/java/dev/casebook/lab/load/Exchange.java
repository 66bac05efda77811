package dev.casebook.lab.load;

/** One request on its way. Latency runs from {@code due}, so that time spent waiting to be sent is not forgotten. */
final class Exchange {

    final Request request;
    final boolean measured;
    /** On the clock of {@link System#nanoTime}. */
    final long due;

    /** Null until it is sent. */
    Connection connection;

    boolean finished;

    Exchange(Request request, boolean measured, long due) {
        this.request = request;
        this.measured = measured;
        this.due = due;
    }
}
