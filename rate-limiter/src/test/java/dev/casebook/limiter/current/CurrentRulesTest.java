package dev.casebook.limiter.current;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.casebook.limiter.current.Change.Effect.OverrideSet;
import dev.casebook.limiter.current.Change.Effect.RulesRemoved;
import dev.casebook.limiter.current.Change.Effect.RulesSet;
import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.rules.InvalidRulesException;
import dev.casebook.limiter.rules.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentRulesTest {

    private static final String GOOD =
            "domain: d\ndescriptors: [{key: k, rate_limit: {unit: hour, requests_per_unit: %d}}]";
    private static final String LIMIT_OF_9 = "{\"unit\": \"hour\", \"requests_per_unit\": 9}";
    private static final String BAD = "domain: d\ndescriptors: [{key: k, rate_limit: {unit: hours}}]";

    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new Jdk8Module()).registerModule(new JavaTimeModule());
    private static final UUID HISTORY = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @TempDir
    Path data;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

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
        assertThat(rules.mistakes()).containsExactly("b.yaml: invalid rate limit unit 'hours'");
        assertThat(count("config_load_error")).isEqualTo(1);

        Files.delete(folder.resolve("b.yaml"));
        write("a.yaml", GOOD.formatted(3));
        rules.lookAgain();
        rules.lookAgain();

        assertThat(limit(rules)).contains(3L);
        assertThat(rules.mistakes()).isEmpty();
    }

    @Test
    void aFolderThatIsEmptyOrGoneDropsNoLimit() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();

        Files.delete(folder.resolve("a.yaml"));
        rules.lookAgain();
        assertThat(limit(rules)).contains(1L);
        assertThat(rules.mistakes()).hasSize(1);

        Files.delete(folder);
        rules.lookAgain();
        assertThat(limit(rules)).contains(1L);

        Files.createDirectory(folder);
        write("a.yaml", GOOD.formatted(1));
        rules.lookAgain();
        rules.lookAgain();
        assertThat(rules.mistakes()).isEmpty();
    }

    @Test
    void withAMistakeItDoesNotStart() throws IOException {
        write("a.yaml", BAD);

        assertThatThrownBy(this::rules).isInstanceOf(InvalidRulesException.class);
    }

    @Test
    void administrationWinsOverAFileAndTheFileHoldsAgainAfterwards() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();

        rules.learn(new Administered(HISTORY, 1, Map.of("d", domain(2, 1)), Map.of()));
        assertThat(limit(rules)).contains(2L);

        assertThat(rules.learn(new Change(HISTORY, 2, new RulesRemoved("d")))).isTrue();
        assertThat(limit(rules)).contains(1L);
    }

    @Test
    void nothingOlderOverwritesWhatIsNewer() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();
        rules.learn(new Administered(HISTORY, 7, Map.of("d", domain(70, 7)), Map.of()));

        assertThat(rules.learn(new Change(HISTORY, 7, new RulesSet(domain(60, 7)))))
                .isTrue();
        rules.learn(new Administered(HISTORY, 6, Map.of("d", domain(60, 6)), Map.of()));

        assertThat(limit(rules)).contains(70L);
        assertThat(rules.administered().revision()).isEqualTo(7);
    }

    @Test
    void aChangeThatSkipsOthersIsNotTakenAloneAndTheWholeIs() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();
        rules.learn(new Administered(HISTORY, 1, Map.of(), Map.of()));

        assertThat(rules.learn(new Change(HISTORY, 3, new RulesSet(domain(30, 3)))))
                .isFalse();
        assertThat(rules.learn(new Change(UUID.randomUUID(), 2, new RulesSet(domain(20, 2)))))
                .isFalse();
        assertThat(limit(rules)).contains(1L);

        rules.learn(new Administered(HISTORY, 3, Map.of("d", domain(30, 3)), Map.of()));
        assertThat(limit(rules)).contains(30L);
    }

    @Test
    void aNewDatabaseCountsFromTheBeginning() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();
        rules.learn(new Administered(HISTORY, 70, Map.of("d", domain(70, 7)), Map.of()));

        rules.learn(new Administered(UUID.randomUUID(), 1, Map.of("d", domain(5, 1)), Map.of()));

        assertThat(limit(rules)).contains(5L);
    }

    @Test
    void whatWasKnownLastHoldsAtTheNextStart() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var until = Optional.of(NOW.plusSeconds(60));
        var override =
                new TenantOverride(UUID.randomUUID(), "d", List.of(new Entry("k", "v")), LIMIT_OF_9, until, 2, NOW);
        rules().learn(new Administered(HISTORY, 2, Map.of("d", domain(4, 1)), Map.of(override.id(), override)));

        var restarted = rules();

        assertThat(limit(restarted)).contains(9L);
        assertThat(limit(restarted, "w")).contains(4L);
    }

    @Test
    void aDamagedMemoryIsNone() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        Files.writeString(data.resolve("administered-rules.json"), "{\"history\": 1");

        assertThat(limit(rules())).contains(1L);
    }

    @Test
    void anOverrideHoldsUntilItsInstantAndIsForgottenLater() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var end = NOW.plusSeconds(60);
        var override = new TenantOverride(
                UUID.randomUUID(), "d", List.of(new Entry("k", "v")), LIMIT_OF_9, Optional.of(end), 1, NOW);
        var ticking = new AtomicReference<>(NOW);
        clock = ticking(ticking);
        var rules = rules();
        rules.learn(new Administered(HISTORY, 1, Map.of(), Map.of(override.id(), override)));

        ticking.set(end.minusNanos(1));
        assertThat(limit(rules)).contains(9L);
        ticking.set(end);
        assertThat(limit(rules)).contains(1L);

        ticking.set(end.plusSeconds(7_200));
        rules.learn(new Administered(HISTORY, 2, Map.of(), Map.of(override.id(), override)));
        assertThat(rules.administered().overrides()).isEmpty();
    }

    /** A later version knew a key that this one does not. */
    @Test
    void whatCannotBeReadStaysAsItWasAndIsSaid() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();
        rules.learn(new Administered(HISTORY, 1, Map.of("d", domain(2, 1), "e", domain("e", 2, 1)), Map.of()));

        var unknown = new DomainRules("d", "{\"domain\": \"d\", \"novelty\": 1}", 2, NOW);
        assertThat(rules.learn(new Change(HISTORY, 2, new RulesSet(unknown)))).isTrue();
        assertThat(rules.learn(new Change(HISTORY, 3, new RulesSet(domain("e", 5, 3)))))
                .isTrue();

        assertThat(limit(rules)).contains(2L);
        assertThat(rules.get()
                        .match("e", List.of(new Entry("k", "v")))
                        .orElseThrow()
                        .limit()
                        .requestsPerUnit())
                .isEqualTo(5);
        assertThat(rules.mistakes()).containsExactly("d: config error, unknown key 'novelty'");
    }

    @Test
    void anOverrideThatCannotBeReadStaysAsItWasToo() throws IOException {
        write("a.yaml", GOOD.formatted(1));
        var rules = rules();
        var override = new TenantOverride(
                UUID.randomUUID(), "d", List.of(new Entry("k", "v")), LIMIT_OF_9, Optional.empty(), 1, NOW);
        rules.learn(new Administered(HISTORY, 1, Map.of(), Map.of(override.id(), override)));

        var unknown = new TenantOverride(
                override.id(), "d", override.descriptor(), "{\"novelty\": 1}", Optional.empty(), 2, NOW);
        assertThat(rules.learn(new Change(HISTORY, 2, new OverrideSet(unknown))))
                .isTrue();

        assertThat(limit(rules)).contains(9L);
        assertThat(rules.mistakes())
                .singleElement()
                .asString()
                .contains(override.id().toString(), "novelty");
    }

    private static Clock ticking(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }

    private static DomainRules domain(long requests, long version) {
        return domain("d", requests, version);
    }

    private static DomainRules domain(String domain, long requests, long version) {
        var document = """
                {"domain": "%s", "descriptors": [{"key": "k", "rate_limit": {"unit": "hour", "requests_per_unit": %d}}]}""".formatted(domain, requests);
        return new DomainRules(domain, document, version, NOW);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private CurrentRules rules() {
        return new CurrentRules(
                new TestRulesSettings(Optional.of(folder), Mode.STRICT), new TestService(data), JSON, clock, registry);
    }

    private static Optional<Long> limit(CurrentRules rules) {
        return limit(rules, "v");
    }

    private static Optional<Long> limit(CurrentRules rules, String value) {
        return rules.get().match("d", List.of(new Entry("k", value))).map(match -> match.limit()
                .requestsPerUnit());
    }

    private double count(String name) {
        return registry.get("ratelimit_service_" + name).gauge().value();
    }
}
