package dev.casebook.chassis.web;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import sun.misc.Signal;

/**
 * Exit code 0 after SIGTERM. The JVM's own 143 would read as a crash to a launcher, to Kubernetes and to systemd, though the shutdown hooks
 * finished all that was in flight.
 */
@Singleton
final class CleanExit {

    /** First of all that start: who can be reached can be told to leave. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, LaunchMode mode) {
        // A test or dev mode shares its JVM with a tool that has its own idea of SIGTERM.
        if (mode == LaunchMode.NORMAL) {
            Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        }
    }
}
