package dev.casebook.lab.machine;

import java.util.Optional;

/**
 * A part of the running stack.
 *
 * @param name {@code url-shortener-0}, {@code kafka}, {@code launcher}
 * @param pid of its first process; PostgreSQL has more, below it
 */
public record Component(String name, Kind kind, long pid) {

    /** The kinds that the memory budget tells apart. */
    public enum Kind {
        LAUNCHER,
        SERVER,
        SERVICE,
        /** The load generator itself: not part of the stack, but of the machine's load. */
        GENERATOR
    }

    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }
}
