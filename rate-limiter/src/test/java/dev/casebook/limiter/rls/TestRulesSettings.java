package dev.casebook.limiter.rls;

import dev.casebook.limiter.rules.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

record TestRulesSettings(Optional<Path> folder, Mode mode) implements RulesSettings {

    @Override
    public Duration lookAgain() {
        return Duration.ofSeconds(2);
    }
}
