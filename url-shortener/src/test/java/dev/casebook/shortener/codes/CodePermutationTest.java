package dev.casebook.shortener.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CodePermutationTest {

    private static final long LAST = CodeFormat.SIZE - 1;

    @Property(tries = 100)
    void everyImageIsMetExactlyOnce(@ForAll("keys") CodeKey key, @ForAll @IntRange(min = 3, max = 5) int halfBits) {
        // Not a power of two, so that the walk has something to do.
        long size = (1L << 2 * halfBits) - 7;
        var permutation = new CodePermutation(key, halfBits, size);

        var images = LongStream.range(0, size).map(permutation::apply).sorted();

        assertThat(images.toArray()).isEqualTo(LongStream.range(0, size).toArray());
    }

    @Property
    void differentIdsGetDifferentCodes(
            @ForAll("keys") CodeKey key, @ForAll("ids") long one, @ForAll("ids") long other) {
        Assume.that(one != other);
        var permutation = fullSize(key);

        assertThat(permutation.apply(one)).isNotEqualTo(permutation.apply(other));
    }

    @Property
    void imagesStayInRange(@ForAll("keys") CodeKey key, @ForAll("ids") long id) {
        assertThat(fullSize(key).apply(id)).isBetween(0L, LAST);
    }

    @Property(tries = 50)
    void consecutiveIdsShareNoOrder(
            @ForAll("keys") CodeKey key, @ForAll @LongRange(max = 3_000_000_000_000L) long start) {
        var permutation = fullSize(key);

        var images =
                LongStream.range(start, start + 200).map(permutation::apply).toArray();

        long rises = LongStream.range(1, images.length)
                .filter(i -> images[(int) i] > images[(int) i - 1])
                .count();
        // 199 coin throws: 40 to 160 is 8 standard deviations around the mean.
        assertThat(rises).isBetween(40L, 160L);
    }

    @Property(tries = 50)
    void consecutiveIdsAreFarApart(@ForAll("keys") CodeKey key, @ForAll @LongRange(max = 3_000_000_000_000L) long id) {
        var permutation = fullSize(key);

        long distance = Math.abs(permutation.apply(id) - permutation.apply(id + 1));

        // Nearer by chance once in a million.
        assertThat(distance).isGreaterThan(CodeFormat.SIZE / 2_000_000);
    }

    @Property
    void anotherKeyGivesAnotherOrder(@ForAll("keys") CodeKey key, @ForAll("keys") CodeKey other) {
        Assume.that(!key.fingerprint().equals(other.fingerprint()));

        assertThat(List.of(first(key, 0), first(key, 1), first(key, 2)))
                .isNotEqualTo(List.of(first(other, 0), first(other, 1), first(other, 2)));
    }

    @Example
    void theOrderOfAKeyNeverChanges() {
        var key = CodeKey.ofHex("000102030405060708090a0b0c0d0e0f");

        // Links are handed out by this order: a change here would hand out codes twice.
        assertThat(LongStream.range(0, 3)
                        .map(fullSize(key)::apply)
                        .mapToObj(CodeFormat::write)
                        .toList())
                .containsExactly("bi5lvli", "1sNLPR7", "HQeHUgp");
    }

    @Example
    void idsBeyondTheCodesAreRefused() {
        var permutation = fullSize(CodeKey.ofHex("00".repeat(16)));

        assertThatIndexOutOfBoundsException().isThrownBy(() -> permutation.apply(CodeFormat.SIZE));
        assertThatIndexOutOfBoundsException().isThrownBy(() -> permutation.apply(-1));
    }

    @Provide
    Arbitrary<CodeKey> keys() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(16)
                .ofMaxSize(40)
                .map(bytes -> CodeKey.ofHex(HexFormat.of().formatHex(bytes)));
    }

    @Provide
    Arbitrary<Long> ids() {
        return Arbitraries.longs().between(0, LAST);
    }

    private static long first(CodeKey key, long id) {
        return fullSize(key).apply(id);
    }

    private static CodePermutation fullSize(CodeKey key) {
        return new CodePermutation(key, CodeFormat.HALF_BITS, CodeFormat.SIZE);
    }
}
