package dev.casebook.shortener.clicks;

import java.nio.file.Path;

/** Two processes that append to one journal would give the same sequence to different clicks. */
final class JournalInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalInUseException(Path folder, Throwable cause) {
        super(
                "click journal %s is in use by another process; give each instance a casebook.data-dir of its own"
                        .formatted(folder),
                cause);
    }
}
