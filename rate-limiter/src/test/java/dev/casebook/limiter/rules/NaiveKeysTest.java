package dev.casebook.limiter.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A counter's key put together without escaping, and what a client who chooses a value makes of it. */
class NaiveKeysTest {

    private static final Rules RULES = Rules.parse(Map.of("rules.yaml", """
            domain: d
            descriptors:
              - key: x
                rate_limit: {unit: hour, requests_per_unit: 1}
                descriptors: [{key: y, rate_limit: {unit: hour, requests_per_unit: 1}}]
            """));

    /** As envoyproxy/ratelimit does it, and many others. */
    private static String naive(List<Entry> descriptor) {
        return descriptor.stream()
                .map(entry -> entry.key() + "_" + entry.value())
                .collect(Collectors.joining("_"));
    }

    private static String counter(List<Entry> descriptor) {
        return RULES.match("d", descriptor).orElseThrow().key();
    }

    @Example
    void aValueWithTheSeparatorInItUsesUpSomebodyElsesLimit() {
        var victim = List.of(new Entry("x", "1"), new Entry("y", "2"));
        var attacker = List.of(new Entry("x", "1_y_2"));

        assertThat(naive(attacker)).isEqualTo(naive(victim));
        assertThat(counter(attacker)).isNotEqualTo(counter(victim));
    }

    @Property
    void whatDiffersHasCountersOfItsOwn(
            @ForAll("descriptors") List<Entry> one, @ForAll("descriptors") List<Entry> other) {
        Assume.that(!one.equals(other));

        assertThat(counter(one)).isNotEqualTo(counter(other));
    }

    /** Of few letters, among them all that have a meaning in a key. */
    @Provide
    Arbitrary<List<Entry>> descriptors() {
        var values =
                Arbitraries.strings().withChars("xy1_=;~%3DB").ofMinLength(1).ofMaxLength(6);
        return Arbitraries.oneOf(
                values.map(value -> List.of(new Entry("x", value))),
                values.tuple2().map(both -> List.of(new Entry("x", both.get1()), new Entry("y", both.get2()))));
    }
}
