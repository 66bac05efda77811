package dev.casebook.shortener.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class CodeFormatTest {

    @Property
    void codesAreSevenBase62Characters(@ForAll @LongRange(max = 3_521_614_606_207L) long number) {
        assertThat(CodeFormat.write(number)).matches("[0-9A-Za-z]{7}");
    }

    @Property
    void codesSortLikeTheirNumbers(@ForAll @LongRange(max = 3_521_614_606_206L) long number) {
        assertThat(CodeFormat.write(number)).isLessThan(CodeFormat.write(number + 1));
    }

    @Example
    void firstAndLastCode() {
        assertThat(CodeFormat.write(0)).isEqualTo("0000000");
        assertThat(CodeFormat.write(CodeFormat.SIZE - 1)).isEqualTo("zzzzzzz");
    }

    @Example
    void numbersBeyondTheLastAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CodeFormat.write(CodeFormat.SIZE));
    }
}
