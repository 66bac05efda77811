package dev.casebook.limiter.current;

import dev.casebook.limiter.rules.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

public record TestRulesSettings(Optional<Path> folder, Mode mode) implements RulesSettings {

    @Override
    public boolean administered() {
        return true;
    }

    @Override
    public Duration lookAgain() {
        return Duration.ofSeconds(2);
    }
}
