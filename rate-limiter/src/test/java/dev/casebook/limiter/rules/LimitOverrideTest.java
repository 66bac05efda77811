package dev.casebook.limiter.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.limiter.algorithms.Gcra;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitOverrideTest {

    private static final Rules RULES = Rules.parse(Map.of("rules.yaml", """
            domain: shop
            descriptors:
              - key: tenant
                shadow_mode: true
                quota_mode: true
                rate_limit: {unit: hour, requests_per_unit: 10, name: tenants, on_failure: closed, replaces: [{name: a}]}
                descriptors:
                  - key: path
                    value: /files/*
                    share_threshold: true
                    rate_limit: {unit: minute, requests_per_unit: 3}
            """));

    private static final Entry ACME = new Entry("tenant", "acme");

    @Test
    void itSaysHowMuchAndTheRuleTheRest() {
        var rule = RULES.match("shop", List.of(ACME)).orElseThrow();
        var match = with(override(List.of(ACME), Map.of("unit", "day", "requests_per_unit", 99)))
                .match("shop", List.of(ACME))
                .orElseThrow();

        assertThat(match.overridden()).isTrue();
        assertThat(match.limit().requestsPerUnit()).isEqualTo(99);
        assertThat(match.limit().unit()).contains(Unit.DAY);
        assertThat(match.limit())
                .extracting(Limit::name, Limit::replaces, Limit::shadow, Limit::quota, Limit::onFailure, Limit::path)
                .containsExactly(
                        rule.limit().name(),
                        rule.limit().replaces(),
                        true,
                        true,
                        OnFailure.CLOSED,
                        rule.limit().path());
    }

    @Test
    void itMayFailInAWayOfItsOwn() {
        var fields = Map.<String, Object>of("unit", "day", "requests_per_unit", 99, "on_failure", "open");

        assertThat(with(override(List.of(ACME), fields))
                        .match("shop", List.of(ACME))
                        .orElseThrow()
                        .limit()
                        .onFailure())
                .isEqualTo(OnFailure.OPEN);
    }

    @Test
    void itIsForExactlyItsDescriptor() {
        var rules = with(override(List.of(ACME), Map.of("unit", "day", "requests_per_unit", 99)));

        assertThat(rules.match("shop", List.of(new Entry("tenant", "other"))))
                .isEqualTo(RULES.match("shop", List.of(new Entry("tenant", "other"))));
        assertThat(rules.match("elsewhere", List.of(ACME))).isEmpty();
        assertThat(rules.match("shop", List.of(ACME, ACME))).isEmpty();
    }

    @Test
    void itHasACounterOfItsOwnWhereTheRuleSharesOne() {
        var descriptor = List.of(ACME, new Entry("path", "/files/a"));
        var rules = with(override(descriptor, Map.of("unit", "minute", "requests_per_unit", 3)));
        var others = List.of(ACME, new Entry("path", "/files/b"));

        assertThat(rules.match("shop", descriptor).orElseThrow().key())
                .isNotEqualTo(rules.match("shop", others).orElseThrow().key());
    }

    @Test
    void itIsFoundByEntriesWithoutAnOrder() {
        var descriptor = List.of(ACME, new Entry("path", "/files/a"));
        var fields = Map.<String, Object>of("unit", "minute", "requests_per_unit", 60, "algorithm", "gcra", "burst", 5);

        var match = with(override(descriptor, fields))
                .match("shop", Map.of("path", "/files/a", "tenant", "acme"))
                .orElseThrow();

        assertThat(match.limit().algorithm().orElseThrow()).isInstanceOf(Gcra.class);
    }

    @Test
    void whatARuleSaysElseIsNotItsToSay() {
        assertThatThrownBy(() -> override(List.of(ACME), Map.of("unlimited", true, "replaces", List.of())))
                .isInstanceOfSatisfying(
                        InvalidRulesException.class, e -> assertThat(e.field()).isEqualTo("limit.replaces"))
                .hasMessage("config error, unknown key 'replaces'");
    }

    private static LimitOverride override(List<Entry> descriptor, Map<String, Object> fields) {
        return LimitOverride.parse(Mode.STRICT, "shop", descriptor, fields, Optional.empty());
    }

    private static Rules with(LimitOverride override) {
        return RULES.with(List.of(override), InstantSource.system());
    }
}
