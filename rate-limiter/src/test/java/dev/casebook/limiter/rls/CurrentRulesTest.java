package dev.casebook.limiter.rls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.rules.InvalidRulesException;
import dev.casebook.limiter.rules.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentRulesTest {

    private static final String GOOD =
            "domain: d\ndescriptors: [{key: k, rate_limit: {unit: hour, requests_per_unit: %d}}]";
    private static final String BAD = "domain: d\ndescriptors: [{key: k, rate_limit: {unit: hours}}]";

    @TempDir
    Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aChangeHoldsWhenItWasSeenTwice() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();

        write("a.yaml", GOOD.formatted(2));
        rules.lookAgain();
        assertThat(limit(rules)).contains(1L);
        rules.lookAgain();

        assertThat(limit(rules)).contains(2L);
        assertThat(count("config_load_success")).isEqualTo(2);
    }

    @Test
    void aFileThatIsStillBeingWrittenHoldsNotYet() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();

        write("a.yaml", "domain: d");
        rules.lookAgain();
        write("a.yaml", GOOD.formatted(2));
        rules.lookAgain();
        assertThat(limit(rules)).contains(1L);

        rules.lookAgain();
        assertThat(limit(rules)).contains(2L);
    }

    @Test
    void aMistakeChangesNothingAndIsSaidUntilItIsMended() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();

        write("b.yaml", BAD);
        rules.lookAgain();
        rules.lookAgain();
        rules.lookAgain();

        assertThat(limit(rules)).contains(1L);
        assertThat(rules.mistake()).contains("b.yaml: invalid rate limit unit 'hours'");
        assertThat(count("config_load_error")).isEqualTo(1);

        Files.delete(folder.resolve("b.yaml"));
        write("a.yaml", GOOD.formatted(3));
        rules.lookAgain();
        rules.lookAgain();

        assertThat(limit(rules)).contains(3L);
        assertThat(rules.mistake()).isEmpty();
    }

    @Test
    void aFolderThatIsEmptyOrGoneDropsNoLimit() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();

        Files.delete(folder.resolve("a.yaml"));
        rules.lookAgain();
        assertThat(limit(rules)).contains(1L);
        assertThat(rules.mistake()).isPresent();

        Files.delete(folder);
        rules.lookAgain();
        assertThat(limit(rules)).contains(1L);

        Files.createDirectory(folder);
        write("a.yaml", GOOD.formatted(1));
        rules.lookAgain();
        rules.lookAgain();
        assertThat(rules.mistake()).isEmpty();
    }

    @Test
    void withAMistakeItDoesNotStart() throws IOException {
        write("a.yaml", BAD);

        assertThatThrownBy(this::rules).isInstanceOf(InvalidRulesException.class);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private CurrentRules rules() {
        var settings = new TestRulesSettings(Optional.of(folder), Mode.STRICT);
        return new CurrentRules(settings, new LimitMetrics(registry, () -> 10, settings));
    }

    private static Optional<Long> limit(CurrentRules rules) {
        return rules.get().match("d", List.of(new Entry("k", "v"))).map(match -> match.limit()
                .requestsPerUnit());
    }

    private double count(String name) {
        return registry.get("ratelimit_service_" + name).gauge().value();
    }
}
