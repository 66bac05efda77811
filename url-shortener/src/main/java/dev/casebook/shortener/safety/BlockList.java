package dev.casebook.shortener.safety;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Hosts that no link may lead to, from the settings and from a file. The file is read again when it has changed, by whoever asks first after the
 * pause; while it cannot be read what it said last goes on to count.
 */
@Singleton
class BlockList {

    private final SafetySettings settings;
    private final Clock clock;
    private final Executor threads;
    private final AtomicReference<Hosts> hosts;

    /** @param lookAgain when the file is due to be looked at */
    record Hosts(Set<String> names, FileTime changedAt, Instant lookAgain) {}

    BlockList(SafetySettings settings, Clock clock, @VirtualThreads ExecutorService threads) {
        this.settings = settings;
        this.clock = clock;
        this.threads = threads;
        this.hosts = new AtomicReference<>(new Hosts(configured(), FileTime.fromMillis(0), Instant.MIN));
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
            var names = new HashSet<>(configured());
            try (var lines = Files.lines(file)) {
                lines.map(BlockList::host).filter(name -> !name.isEmpty()).forEach(names::add);
            }
            Log.infof("event=safety.block-list-read hosts=%d", names.size());
            return new Hosts(Set.copyOf(names), changedAt, held.lookAgain());
        } catch (IOException e) {
            Log.errorf("event=safety.block-list-unreadable reason=%s", e.getMessage());
            return held;
        }
    }

    private Set<String> configured() {
        return settings.blockedHosts().orElse(Set.of()).stream()
                .map(BlockList::host)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String host(String line) {
        int hash = line.indexOf('#');
        return (hash < 0 ? line : line.substring(0, hash)).strip().toLowerCase(Locale.ROOT);
    }
}
