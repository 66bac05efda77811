package dev.casebook.lab.drills;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.machine.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes processes stand still where they are, as a machine that is overcommitted or cut off does: their connections stay open, and nobody answers. When
 * it is closed, or this JVM ends, all go on.
 */
final class Freezer implements AutoCloseable {

    private final Thread atTheEnd = new Thread(this::thaw);
    private final Set<Long> frozen = new HashSet<>();

    Freezer() {
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /** With the processes that they have started. */
    synchronized void freeze(List<Component> components) {
        var pids = components.stream()
                .flatMap(component -> component.process().stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid)
                .toList();
        frozen.addAll(pids);
        signal("-STOP", pids);
    }

    synchronized void thaw() {
        signal("-CONT", List.copyOf(frozen));
        frozen.clear();
    }

    private static void signal(String signal, List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        var command = new ArrayList<>(List.of("kill", signal));
        pids.forEach(pid -> command.add(pid.toString()));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new CannotRunException("processes cannot be stopped here: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thaw();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }
}
