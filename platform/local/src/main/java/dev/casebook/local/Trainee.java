package dev.casebook.local;

import dev.casebook.servers.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * What an AOT cache is made for.
 *
 * @param name of the cache
 * @param component what people see as being at work
 * @param fingerprint of the program and of its JVM's options
 * @param process a process to train, with these JVM options besides its own
 * @param exercise what to do with it once it is ready
 */
record Trainee(
        String name,
        String component,
        String fingerprint,
        Function<List<String>, ServerProcess> process,
        Exercise exercise) {

    interface Exercise {
        void of(ServerProcess process) throws IOException;
    }
}
