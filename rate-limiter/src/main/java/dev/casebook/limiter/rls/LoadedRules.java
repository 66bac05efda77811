package dev.casebook.limiter.rls;

import dev.casebook.limiter.rules.Rules;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads the rules when the service starts: better not to start than to limit nothing unnoticed. */
@Startup
@Singleton
final class LoadedRules {

    private final Rules rules;

    LoadedRules(RulesSettings settings) {
        this.rules = Rules.parse(settings.folder().map(LoadedRules::read).orElseGet(Map::of));
    }

    @Produces
    @Singleton
    Rules rules() {
        return rules;
    }

    private static Map<String, String> read(Path folder) {
        var contents = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (var file : files) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }
}
