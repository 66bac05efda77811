package dev.casebook.limiter.current;

import dev.casebook.limiter.rules.InvalidRulesException;
import dev.casebook.limiter.rules.Mode;
import dev.casebook.limiter.rules.Rules;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules of a folder, as soon as all of them are right. Its contents are compared, not its times: a mounted folder of Kubernetes changes by a
 * link.
 */
final class FolderRules {

    private final Path folder;
    private final Mode mode;
    private Map<String, String> seen;
    private volatile Loaded loaded;

    /** What became of a look at the folder. */
    enum Look {
        NOTHING_NEW,
        LOADED,
        KEPT
    }

    /**
     * @param contents of the files that were read last, right or wrong
     * @param holding contents of the last that were right
     * @param mistake why those that were read last do not hold
     */
    private record Loaded(
            Map<String, String> contents, Map<String, String> holding, Rules rules, Optional<String> mistake) {}

    /** @throws InvalidRulesException better not to start than to limit nothing unnoticed */
    FolderRules(Path folder, Mode mode) {
        this.folder = folder;
        this.mode = mode;
        this.seen = read(folder);
        this.loaded = new Loaded(seen, seen, Rules.parse(mode, seen), Optional.empty());
    }

    Rules rules() {
        return loaded.rules();
    }

    /** The files that hold, by name. */
    Map<String, String> files() {
        return loaded.holding();
    }

    /** Why the files that are there do not hold; empty when they do. */
    Optional<String> mistake() {
        return loaded.mistake();
    }

    /** Half a file may be right and limit less, so what has changed has to be the same twice. */
    synchronized Look lookAgain() {
        try {
            var contents = read(folder);
            boolean settled = contents.equals(seen);
            seen = contents;
            if (contents.isEmpty()) {
                return keep(contents, "no *.yaml in the folder of the rules");
            }
            return settled && !contents.equals(loaded.contents()) ? exchange(contents) : Look.NOTHING_NEW;
        } catch (UncheckedIOException e) {
            return keep(Map.of(), e.getMessage());
        }
    }

    private Look exchange(Map<String, String> contents) {
        try {
            loaded = new Loaded(contents, contents, Rules.parse(mode, contents), Optional.empty());
            Log.infof("event=rules.loaded files=%d", contents.size());
            return Look.LOADED;
        } catch (InvalidRulesException e) {
            return keep(contents, e.getMessage());
        }
    }

    /** Said once, not each time that somebody looks. */
    private Look keep(Map<String, String> contents, String mistake) {
        boolean news = !contents.equals(loaded.contents()) || !loaded.mistake().equals(Optional.of(mistake));
        if (news) {
            Log.errorf("event=rules.kept reason=\"%s\"", mistake);
        }
        loaded = new Loaded(contents, loaded.holding(), loaded.rules(), Optional.of(mistake));
        return news ? Look.KEPT : Look.NOTHING_NEW;
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
