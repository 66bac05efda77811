package dev.casebook.shortener.clicks;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the journal whose header is cut short or wrong, so that nothing in it can be trusted. */
final class DamagedSegmentException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedSegmentException(Path segment) {
        super("click journal segment %s has no valid header".formatted(segment));
    }
}
