package dev.casebook.shortener.safety;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hosts that no link may lead to, from the settings and from a file. The file is read again when it has changed, by whoever asks first after the
 * pause; while it cannot be read what it said last goes on to count.
 */
@Singleton
class BlockList {

    private final SafetySettings settings;
    private final Clock clock;
    private final Executor threads;
    private final Set<String> configured;
    private final AtomicReference<Hosts> hosts;

    /** @param lookAgain when the file is due to be looked at */
    record Hosts(Set<String> names, FileTime changedAt, Instant lookAgain) {}

    BlockList(SafetySettings settings, Clock clock, @VirtualThreads ExecutorService threads) {
        this.settings = settings;
        this.clock = clock;
        this.threads = threads;
        this.configured = configured(settings);
        this.hosts = new AtomicReference<>(new Hosts(configured, FileTime.fromMillis(0), Instant.MIN));
    }

    /** From the first redirect on, which does not wait for the file. */
    void onStart(@Observes StartupEvent event) {
        lookAgain(Runnable::run);
    }

    /** True while nothing can be on the list. */
    boolean isUnused() {
        return settings.blockList().isEmpty() && hosts.get().names().isEmpty();
    }

    /** May read the file. */
    boolean contains(Host host) {
        lookAgain(Runnable::run);
        return holds(host);
    }

    /** Never blocks: when the file is due, another thread reads it, and what it says counts for those who come afterwards. */
    boolean containsNow(Host host) {
        lookAgain(threads);
        return holds(host);
    }

    private boolean holds(Host host) {
        var names = hosts.get().names();
        var name = host.name();
        while (!names.contains(name)) {
            int dot = name.indexOf('.');
            if (dot < 0 || host.address().isPresent()) {
                return false;
            }
            name = name.substring(dot + 1);
        }
        return true;
    }

    private void lookAgain(Executor reader) {
        var held = hosts.get();
        var now = clock.instant();
        if (settings.blockList().isEmpty() || now.isBefore(held.lookAgain())) {
            return;
        }
        var waiting = new Hosts(held.names(), held.changedAt(), now.plus(settings.blockListPause()));
        // One of those who come at once reads; the others go on with what is held.
        if (hosts.compareAndSet(held, waiting)) {
            reader.execute(() -> hosts.set(read(settings.blockList().get(), waiting)));
        }
    }

    private Hosts read(Path file, Hosts held) {
        try {
            var changedAt = Files.getLastModifiedTime(file);
            if (changedAt.equals(held.changedAt())) {
                return held;
            }
            var list = new HostList("file");
            // Replaces what is no UTF-8, where Files.lines would end: one bad byte must not cost the rest of the list.
            try (var lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), UTF_8))) {
                lines.lines().forEach(list::add);
            }
            var names = new HashSet<>(configured);
            names.addAll(list.names());
            Log.infof("event=safety.block-list-read hosts=%d unreadable=%d", names.size(), list.unreadable());
            return new Hosts(Set.copyOf(names), changedAt, held.lookAgain());
        } catch (IOException | UncheckedIOException e) {
            Log.errorf("event=safety.block-list-unreadable reason=%s", e.getMessage());
            return held;
        }
    }

    private static Set<String> configured(SafetySettings settings) {
        var list = new HostList("settings");
        settings.blockedHosts().orElse(Set.of()).forEach(list::add);
        return list.names();
    }
}
