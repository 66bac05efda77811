package dev.casebook.limiter.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    private static final Rules RULES = Rules.parse(Map.of("rules.yaml", """
            domain: shop
            descriptors:
              - key: path
                value: exact
                rate_limit: {unit: second, requests_per_unit: 1}
              - key: path
                value: files/*
                share_threshold: true
                rate_limit: {unit: minute, requests_per_unit: 2}
              - key: path
                value: files/own/*.pdf
                rate_limit: {unit: minute, requests_per_unit: 3}
              - key: path
                rate_limit: {unit: hour, requests_per_unit: 4}
              - key: user
                descriptors:
                  - key: plan
                    value: free
                    shadow_mode: true
                    quota_mode: true
                    rate_limit: {unit: WEEK, requests_per_unit: 5, name: free, replaces: [{name: a}, {name: b}]}
                  - key: plan
                    value: paid
                    rate_limit: {unlimited: true}
              - key: banned
                rate_limit: {unit: day, requests_per_unit: 0, on_failure: local_share}
              - key: smooth
                rate_limit: {unit: minute, requests_per_unit: 60, algorithm: gcra, burst: 5}
              - key: number
                value: 7
                rate_limit: {unit: year, requests_per_unit: 4294967295}
            """));

    @ParameterizedTest
    @CsvSource({"exact, 1", "files/a.pdf, 2", "files/own/a.pdf, 2", "files/, 2", "file, 4", "'', 4"})
    void exactWinsOverWildcardsInOrderOfTheFileAndThoseOverAnyValue(String value, long requests) {
        assertThat(requests(new Entry("path", value))).contains(requests);
    }

    @Test
    void limitHoldsOnlyAtItsOwnDepth() {
        var user = new Entry("user", "u");
        var free = new Entry("plan", "free");

        assertThat(requests(user, free)).contains(5L);
        assertThat(requests(user)).isEmpty();
        assertThat(requests(free)).isEmpty();
        assertThat(requests(user, free, free)).isEmpty();
        assertThat(requests(new Entry("path", "exact"), free)).isEmpty();
        assertThat(RULES.match("elsewhere", List.of(user, free))).isEmpty();
    }

    @Test
    void entriesWithoutAnOrderAreMatchedInOneThatARuleHas() {
        var ordered = match(new Entry("user", "u"), new Entry("plan", "free"));

        assertThat(RULES.match("shop", Map.of("plan", "free", "user", "u"))).contains(ordered);
        assertThat(RULES.match("shop", Map.of("plan", "free"))).isEmpty();
        assertThat(RULES.match("shop", Map.of("plan", "free", "user", "u", "other", "x")))
                .isEmpty();
        assertThat(RULES.match("elsewhere", Map.of("user", "u"))).isEmpty();
    }

    @Test
    void everyFieldIsRead() {
        var free = match(new Entry("user", "u"), new Entry("plan", "free"));

        assertThat(free.limit().shadow()).isTrue();
        assertThat(free.limit().quota()).isTrue();
        assertThat(free.limit().unit()).contains(Unit.WEEK);
        assertThat(free.limit().name()).isEqualTo("free");
        assertThat(free.limit().replaces()).containsExactlyInAnyOrder("a", "b");
        assertThat(match(new Entry("user", "u"), new Entry("plan", "paid"))
                        .limit()
                        .unlimited())
                .isTrue();
        assertThat(match(new Entry("banned", "x")).limit().algorithm()).isEmpty();
        assertThat(match(new Entry("smooth", "x")).limit().algorithm())
                .isEqualTo(Optional.of(new Gcra(new Rate(60, 60_000_000), 5)));
        assertThat(requests(new Entry("number", "7"))).contains(4_294_967_295L);
    }

    @Test
    void valuesShareACounterOnlyWhereTheRuleSaysSo() {
        assertThat(match(new Entry("path", "files/a")).key())
                .isEqualTo(match(new Entry("path", "files/b")).key())
                .isNotEqualTo(match(new Entry("path", "files")).key());
        assertThat(match(new Entry("path", "x")).key())
                .isNotEqualTo(match(new Entry("path", "y")).key());
    }

    @Test
    void noValueReachesTheCounterOfAnother() {
        var pairs = Rules.parse(Map.of("pairs.yaml", """
                domain: pairs
                descriptors:
                  - key: x
                    rate_limit: {unit: hour, requests_per_unit: 1}
                    descriptors: [{key: y, rate_limit: {unit: hour, requests_per_unit: 1}}]
                """));

        var two = pairs.match("pairs", List.of(new Entry("x", "1"), new Entry("y", "2")));
        for (var forged : List.of("1_y_2", "1;y=2", "1;y=2;", "1%3By=2")) {
            assertThat(pairs.match("pairs", List.of(new Entry("x", forged))))
                    .isPresent()
                    .isNotEqualTo(two)
                    .get()
                    .extracting(Match::key)
                    .isNotEqualTo(two.orElseThrow().key());
        }
    }

    @Test
    void metricsTellValuesApartOnlyWhereTheRuleSaysSo() {
        var rules = Rules.parse(Map.of("metrics.yaml", """
                domain: metrics
                descriptors:
                  - key: plain
                    rate_limit: {unit: hour, requests_per_unit: 1}
                  - key: told
                    value_to_metric: true
                    descriptors:
                      - {key: below, value: b, rate_limit: {unit: hour, requests_per_unit: 1}}
                      - {key: other, rate_limit: {unit: hour, requests_per_unit: 1}}
                  - key: detailed
                    descriptors:
                      - {key: user, detailed_metric: true, rate_limit: {unit: hour, requests_per_unit: 1}}
                  - key: shared
                    value: a*
                    share_threshold: true
                    value_to_metric: true
                    rate_limit: {unit: hour, requests_per_unit: 1}
                """));

        assertThat(path(rules, new Entry("plain", "x"))).containsExactly("plain");
        assertThat(path(rules, new Entry("told", "x"), new Entry("below", "b"))).containsExactly("told_x", "below_b");
        assertThat(path(rules, new Entry("told", "x"), new Entry("other", "o"))).containsExactly("told_x", "other");
        assertThat(path(rules, new Entry("detailed", "x"), new Entry("user", "u")))
                .containsExactly("detailed_x", "user_u");
        assertThat(path(rules, new Entry("detailed", "x"), new Entry("user", "")))
                .containsExactly("detailed_x", "user_");
        assertThat(path(rules, new Entry("shared", "abc"))).containsExactly("shared_a*");
    }

    @Test
    void aLimitThatARequestBringsIsToldByItsValues() {
        var rules = Rules.parse(Map.of("a.yaml", "domain: a"));

        assertThat(rules.override("a", List.of(new Entry("user", "u"), new Entry("any", "")), Unit.HOUR, 5)
                        .orElseThrow()
                        .path())
                .containsExactly("user_u", "any");
    }

    private static List<String> path(Rules rules, Entry... entries) {
        return rules.match("metrics", List.of(entries)).orElseThrow().path();
    }

    @Test
    void whatHappensWithoutTheStoreIsSaidByTheRule() {
        assertThat(match(new Entry("path", "exact")).limit().onFailure()).isEqualTo(OnFailure.ERROR);
        assertThat(match(new Entry("banned", "x")).limit().onFailure()).isEqualTo(OnFailure.LOCAL_SHARE);
    }

    @Test
    void theRulesThatUpStartsWithAreRight() throws IOException {
        var rules = Rules.parse(Map.of(
                "example.yaml", Files.readString(Path.of("rules", "example.yaml")),
                "url-shortener.yaml", Files.readString(Path.of("rules", "url-shortener.yaml"))));

        assertThat(rules.match("example", List.of(new Entry("remote_address", "192.0.2.1"))))
                .isPresent();
        assertThat(rules.match("url-shortener", List.of(new Entry("creator", "alice"))))
                .isPresent();
        assertThat(rules.concurrency("example", List.of(new Entry("exports", ""))))
                .isPresent();
    }

    @Test
    void howManyMayBeAtOnceIsSaidBesideTheLimit() {
        var rules = Rules.parse(Map.of("slots.yaml", """
                domain: slots
                descriptors:
                  - {key: tenant, concurrency: {slots: 5, on_failure: closed}}
                  - {key: both, rate_limit: {unit: hour, requests_per_unit: 1}, concurrency: {slots: 6}}
                """));
        var tenant = List.of(new Entry("tenant", "x"));
        var found = rules.concurrency("slots", tenant).orElseThrow();

        assertThat(found.concurrency().slots().count()).isEqualTo(5);
        assertThat(found.concurrency().onFailure()).isEqualTo(OnFailure.CLOSED);
        assertThat(found.key()).isEqualTo("tenant=x;");
        assertThat(rules.match("slots", tenant)).isEmpty();
        assertThat(rules.match("slots", List.of(new Entry("both", "x")))).isPresent();
        assertThat(rules.concurrency("slots", List.of(new Entry("both", "x")))).isPresent();
        assertThat(rules.concurrency("slots", List.of(new Entry("other", "x")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|slots is 1 to 100000, not 0",
                "{slots: 100001}|slots is 1 to 100000, not 100001",
                "{slots: many}|error loading config file: slots is no whole number",
                "{slots: 1, on_failure: local_share}|a concurrency has no local_share",
                "{slots: 1, on_failure: maybe}|invalid on_failure 'maybe'",
                "{slot: 1}|config error, unknown key 'slot'",
                "5|error loading config file: concurrency is no map"
            })
    void aWrongConcurrencyIsRefused(String concurrency, String why) {
        var file = "{domain: d, descriptors: [{key: k, concurrency: %s}]}".formatted(concurrency);

        assertThatThrownBy(() -> Rules.parse(Map.of("f", file))).hasMessage("f: " + why);
    }

    @Test
    void joiningWithUnderscoresWouldShareACounter() {
        assertThat(String.join("_", "x", "1", "y", "2")).isEqualTo(String.join("_", "x", "1_y_2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|''|true",
                "*|any|true",
                "a*|a|true",
                "a*a|a|false",
                "a*a|aa|true",
                "a*b*c|abc|true",
                "a*b*c|axxbyyc|true",
                "a*b*c|acb|false",
                "*b*|abc|true",
                "a**c|abc|true",
                "*ab*ab|ab|false"
            })
    void asteriskStandsForAnyText(String pattern, String value, boolean matches) {
        assertThat(Glob.of(pattern).matches(value)).isEqualTo(matches);
    }

    /** The words of envoyproxy/ratelimit, from the cases in its test/config. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{descriptors: []}|config file cannot have empty domain",
                "{domain: d, descriptors: [{value: v}]}|descriptor has empty key",
                "{domain: test-domain, descriptors: [{key: key1, value: value1}, {key: key1, value: value1}]}"
                        + "|duplicate descriptor composite key 'test-domain.key1_value1'",
                "{domain: d, descriptors: [{key: a, descriptors: [{key: b}, {key: b}]}]}"
                        + "|duplicate descriptor composite key 'd.a.b'",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: foo, requests_per_unit: 5}}]}"
                        + "|invalid rate limit unit 'foo'",
                "{domain: d, descriptors: [{key: k, ratelimit: {unit: day}}]}|config error, unknown key 'ratelimit'",
                "{domain: d, descriptors: [{key: k, rate_limit: {0.25: day}}]}"
                        + "|config error, key is not of type string: 0.25",
                "{domain: d, descriptors: [a, b]}|config error, yaml file contains list of type other than map: a",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, unlimited: true}}]}"
                        + "|should not specify rate limit unit when unlimited",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, name: n, replaces: [{name: n}]}}]}"
                        + "|replaces should not contain name of same descriptor",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, replaces: [{name: }]}}]}"
                        + "|should not have an empty replaces entry"
            })
    void mistakeIsToldInItsWords(String file, String message) {
        assertThatThrownBy(() -> Rules.parse(Map.of("bad.yaml", file)))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessage("bad.yaml: " + message);
    }

    @Test
    void domainHasOneFile() {
        var files = new LinkedHashMap<String, String>();
        files.put("one.yaml", "domain: d");
        files.put("two.yaml", "domain: d");

        assertThatThrownBy(() -> Rules.parse(files)).hasMessage("two.yaml: duplicate domain 'd' in config file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "domain: [",
                "just text",
                "{domain: d, descriptors: 5}",
                "{domain: d, descriptors: [{key: k, rate_limit: 5}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: -1}}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: 4294967296}}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: 1, burst: 0}}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: 1, algorithm: dice}}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: 1, on_failure: hope}}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: 1001, algorithm: sliding_window_log}}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day}, shadow_mode: perhaps}]}"
            })
    void anythingElseThatIsWrongIsRefusedToo(String file) {
        assertThatThrownBy(() -> Rules.parse(Map.of("bad.yaml", file)))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageStartingWith("bad.yaml: ");
    }

    @Test
    void aBurstComesInWithinAHundredYears() {
        var file =
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: year, requests_per_unit: 3, algorithm: gcra, burst: %d}}]}";

        Rules.parse(Map.of("good.yaml", file.formatted(300)));
        assertThatThrownBy(() -> Rules.parse(Map.of("bad.yaml", file.formatted(301))))
                .hasMessage(
                        "bad.yaml: burst, which at this rate has to come in within 100 years, is 1 to 300, not 301");
    }

    @Test
    void aLongValueHasACounterWithAShortName() {
        var rules = Rules.parse(Map.of(
                "d.yaml", "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: 1}}]}"));
        var longest = "v".repeat(CounterKey.LONGEST - "k=;".length());

        assertThat(key(rules, longest)).isEqualTo("k=" + longest + ";");
        assertThat(key(rules, longest + "1")).hasSize(CounterKey.LONGEST).startsWith("k=v");
        assertThat(key(rules, longest + "1")).isNotEqualTo(key(rules, longest + "2"));
        assertThat(key(rules, "\ud83d\ude00".repeat(1_000))).hasSizeLessThanOrEqualTo(CounterKey.LONGEST);
        assertThat(rules.override("d", List.of(new Entry("k", longest.repeat(1_000))), Unit.HOUR, 1)
                        .orElseThrow()
                        .key())
                .hasSize(CounterKey.LONGEST);
    }

    private static String key(Rules rules, String value) {
        return rules.match("d", List.of(new Entry("k", value))).orElseThrow().key();
    }

    private static Match match(Entry... entries) {
        return RULES.match("shop", List.of(entries)).orElseThrow();
    }

    private static Optional<Long> requests(Entry... entries) {
        return RULES.match("shop", List.of(entries)).map(Match::limit).map(Limit::requestsPerUnit);
    }
}
