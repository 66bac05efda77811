package dev.casebook.shortener.clicks;

/** A partition is not counted up to where a run begins: somebody else counted on, or this reader is elsewhere. Nothing of the run may count. */
final class OffsetMovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PartitionRun run;
    private final long stored;

    OffsetMovedException(PartitionRun run, long stored) {
        super("%s is counted up to offset %d and not %d".formatted(run.partition(), stored, run.firstOffset()));
        this.run = run;
        this.stored = stored;
    }

    PartitionRun run() {
        return run;
    }

    /** The offset that would be counted next. */
    long stored() {
        return stored;
    }
}
