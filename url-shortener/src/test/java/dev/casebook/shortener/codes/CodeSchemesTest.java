package dev.casebook.shortener.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeSchemesTest {

    private static final Optional<CodeKey> KEY = Optional.of(CodeKey.ofHex("000102030405060708090a0b0c0d0e0f"));
    private static final int COUNT = 20_000;

    @ParameterizedTest
    @EnumSource
    void codesAreWhatLinksMayHave(CodeSchemes name) {
        var scheme = scheme(name);

        for (int id = 0; id < 1000; id++) {
            assertThat(scheme.code(id, "https://example.com/" + id, 0)).matches("[0-9A-Za-z]{7}|[0-9A-Za-z]{11}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void differentLinksHardlyCollide(CodeSchemes name) {
        assertThat(CodeMeasure.of(scheme(name), COUNT).collisions()).isZero();
    }

    @Test
    void whoeverHasOneCounterCodeHasAll() {
        assertThat(CodeMeasure.of(scheme(CodeSchemes.COUNTER), COUNT).hits()).isEqualTo(CodeMeasure.GUESSES);
    }

    @ParameterizedTest
    @EnumSource(names = {"FEISTEL", "RANDOM", "HASH"})
    void neighboursOfOtherCodesAreMetByChanceOnly(CodeSchemes name) {
        assertThat(CodeMeasure.of(scheme(name), COUNT).hits()).isLessThan(3);
    }

    @Test
    void hashIsTheSameForOneTargetAndAnotherAtTheNextAttempt() {
        var scheme = scheme(CodeSchemes.HASH);

        assertThat(scheme.code(1, "https://example.com/", 0)).isEqualTo(scheme.code(2, "https://example.com/", 0));
        assertThat(scheme.code(1, "https://example.com/", 1)).isNotEqualTo(scheme.code(1, "https://example.com/", 0));
    }

    @Test
    void tsidStaysUniqueWhenTheClockStandsOrGoesBack() {
        var clock = new long[] {Instant.parse("2026-06-01T00:00:00Z").toEpochMilli()};
        var scheme = new TsidCodes(
                new Clock() {
                    @Override
                    public Instant instant() {
                        return Instant.ofEpochMilli(clock[0]);
                    }

                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                },
                7);
        var codes = new HashSet<String>();

        for (int i = 0; i < COUNT; i++) {
            assertThat(codes.add(scheme.code(0, "", 0))).isTrue();
        }
        clock[0] -= 5_000;
        for (int i = 0; i < COUNT; i++) {
            assertThat(codes.add(scheme.code(0, "", 0))).isTrue();
        }
    }

    /** The birthday paradox, in a space small enough to see it: random codes collide when the square of their number nears the size. */
    @Test
    void randomCodesCollideWhereTheCounterDoesNot() {
        var random = RandomGenerator.of("L64X128MixRandom");
        int size = 1_000_000;
        var drawn = new HashSet<Integer>();

        int collisions = 0;
        for (int i = 0; i < 10_000; i++) {
            collisions += drawn.add(random.nextInt(size)) ? 0 : 1;
        }

        assertThat(collisions).isBetween(15, 100);
    }

    private static CodeScheme scheme(CodeSchemes name) {
        return name.with(KEY, "url-shortener-0", Clock.systemUTC()).orElseThrow();
    }
}
