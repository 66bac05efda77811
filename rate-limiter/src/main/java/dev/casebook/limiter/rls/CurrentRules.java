package dev.casebook.limiter.rls;

import dev.casebook.limiter.rules.InvalidRulesException;
import dev.casebook.limiter.rules.Rules;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/**
 * The rules that hold: those of the folder, as soon as all of them are right. Its contents are compared, not its times: a mounted folder of
 * Kubernetes changes by a link.
 */
@Singleton
final class CurrentRules {

    private final RulesSettings settings;
    private final LimitMetrics metrics;
    private Map<String, String> seen;
    private volatile Loaded loaded;

    /**
     * @param contents of the files that were read last, right or wrong
     * @param rules of the last that were right
     * @param mistake why those that were read last do not hold
     */
    private record Loaded(Map<String, String> contents, Rules rules, Optional<String> mistake) {}

    /** @throws InvalidRulesException better not to start than to limit nothing unnoticed */
    CurrentRules(RulesSettings settings, LimitMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        var contents = settings.folder().map(CurrentRules::read).orElseGet(Map::of);
        this.seen = contents;
        this.loaded = new Loaded(contents, Rules.parse(settings.mode(), contents), Optional.empty());
        metrics.rulesLoaded(true);
    }

    void onStart(@Observes StartupEvent event, Vertx vertx, @VirtualThreads ExecutorService threads) {
        if (settings.folder().isPresent()) {
            vertx.setPeriodic(settings.lookAgain().toMillis(), _ -> threads.execute(this::lookAgain));
        }
    }

    Rules get() {
        return loaded.rules();
    }

    /** Why the files that are there do not hold; empty when they do. */
    Optional<String> mistake() {
        return loaded.mistake();
    }

    /** Half a file may be right and limit less, so what has changed has to be the same twice. */
    synchronized void lookAgain() {
        try {
            var contents = read(settings.folder().orElseThrow());
            boolean settled = contents.equals(seen);
            seen = contents;
            if (contents.isEmpty()) {
                keep(contents, "no *.yaml in the folder of the rules");
            } else if (settled && !contents.equals(loaded.contents())) {
                exchange(contents);
            }
        } catch (UncheckedIOException e) {
            keep(Map.of(), e.getMessage());
        }
    }

    private void exchange(Map<String, String> contents) {
        try {
            loaded = new Loaded(contents, Rules.parse(settings.mode(), contents), Optional.empty());
            metrics.rulesLoaded(true);
            Log.infof("event=rules.loaded files=%d", contents.size());
        } catch (InvalidRulesException e) {
            keep(contents, e.getMessage());
        }
    }

    /** Said once, not each time that somebody looks. */
    private void keep(Map<String, String> contents, String mistake) {
        if (!contents.equals(loaded.contents()) || !loaded.mistake().equals(Optional.of(mistake))) {
            metrics.rulesLoaded(false);
            Log.errorf("event=rules.kept reason=\"%s\"", mistake);
        }
        loaded = new Loaded(contents, loaded.rules(), Optional.of(mistake));
    }

    private static Map<String, String> read(Path folder) {
        var contents = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (var file : files) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + e.getMessage(), e);
        }
        return contents;
    }
}
