package dev.casebook.limiter.rls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.current.TestRulesSettings;
import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.rules.Mode;
import dev.casebook.limiter.rules.Rules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of which limit the headers of envoyproxy/ratelimit are, in each mode. */
class LimitHeadersTest {

    private static final Rules RULES = Rules.parse(Map.of("d.yaml", """
            domain: d
            descriptors:
              - {key: one, rate_limit: {unit: hour, requests_per_unit: 1}}
              - {key: two, rate_limit: {unit: hour, requests_per_unit: 2}}
              - {key: quota, quota_mode: true, rate_limit: {unit: hour, requests_per_unit: 4}}
              - {key: shadow, shadow_mode: true, rate_limit: {unit: hour, requests_per_unit: 3}}
            """));

    @Test
    void compatTellsTheLastOfSeveralThatRefuse() {
        var ruling = ruling(false, part("one", -1), part("two", -5), part("shadow", -1));

        assertThat(headers(Mode.COMPAT, ruling)).containsEntry("RateLimit-Limit", "2");
    }

    @Test
    void compatTellsAShadowThatLeavesLeast() {
        var ruling = ruling(true, part("two", 1), part("shadow", -1));

        assertThat(headers(Mode.COMPAT, ruling))
                .containsEntry("RateLimit-Limit", "3")
                .containsEntry("RateLimit-Remaining", "0")
                .containsEntry("RateLimit-Reset", "60");
        assertThat(headers(Mode.STRICT, ruling)).containsEntry("RateLimit-Limit", "2");
    }

    @Test
    void compatTellsWhatRefusesAndNotAQuotaThatIsUsedUpToo() {
        assertThat(headers(Mode.COMPAT, ruling(false, part("two", -1), part("quota", -1))))
                .containsEntry("RateLimit-Limit", "2");
        assertThat(headers(Mode.COMPAT, ruling(true, part("two", 1), part("quota", -1))))
                .containsEntry("RateLimit-Limit", "4");
    }

    @Test
    void ofSeveralThatLeaveAsLittleTheFirstIsTold() {
        var ruling = ruling(true, part("two", 1), part("one", 1));

        assertThat(headers(Mode.COMPAT, ruling)).containsEntry("RateLimit-Limit", "2");
    }

    private static Ruling ruling(boolean admitted, Ruling.Part... parts) {
        return new Ruling(admitted, Source.STORE, List.of(parts));
    }

    /** @param remaining negative when it refuses */
    private static Ruling.Part part(String key, long remaining) {
        var match = RULES.match("d", List.of(new Entry(key, "v")));
        return new Ruling.Part(
                new Subject(match, 1),
                Optional.of(new Decision(remaining >= 0, 0, remaining, remaining >= 0 ? 0 : 60_000_000, 60_000_000)));
    }

    private static Map<String, String> headers(Mode mode, Ruling ruling) {
        var rules = new TestRulesSettings(Optional.empty(), mode);
        return new LimitHeaders(() -> Optional.of(Set.of(HeaderSettings.Family.RATELIMIT)), rules).of(ruling);
    }
}
