package dev.casebook.lab.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.lab.CannotRunException;
import java.util.HashSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GrownCodesTest {

    @Test
    void codesDifferAndHaveOneCharacterMoreThanThoseOfTheService() {
        var codes = new HashSet<String>();
        LongStream.concat(
                        LongStream.range(0, 100_000), LongStream.rangeClosed(GrownCodes.MOST - 1_000, GrownCodes.MOST))
                .forEach(number -> codes.add(GrownCodes.code(number)));

        assertThat(codes).hasSize(101_001).allMatch(code -> code.matches("G[0-9A-Za-z]{7}"));
    }

    @Test
    void firstOnesAreThoseOfTheFirstNumbers() {
        assertThat(GrownCodes.first(3, 3)).containsExactly(GrownCodes.code(0), GrownCodes.code(1), GrownCodes.code(2));
        assertThatThrownBy(() -> GrownCodes.first(4, 3))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("./casebook grow --links 4");
    }
}
