package dev.casebook.shortener.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CodeKeyTest {

    private static final String HEX = "000102030405060708090a0b0c0d0e0f";

    @Test
    void shortKeysAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeKey.ofHex("00".repeat(15)))
                .withMessageContaining("15 bytes");
    }

    @Test
    void refusalDoesNotRepeatTheSecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CodeKey.ofHex("correct horse battery staple"))
                .withMessageNotContaining("horse")
                .withNoCause();
    }

    @Test
    void fingerprintTellsKeysApart() {
        assertThat(CodeKey.ofHex(HEX).fingerprint())
                .isEqualTo(CodeKey.ofHex(HEX.toUpperCase()).fingerprint())
                .isNotEqualTo(CodeKey.ofHex(HEX.replace("00", "ff")).fingerprint())
                .hasSize(16);
    }

    @Test
    void textFormHidesTheKey() {
        assertThat(CodeKey.ofHex(HEX).toString()).doesNotContain("0001020304");
    }
}
