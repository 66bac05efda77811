package dev.casebook.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ShortSliceTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxTakesItFromAnyUser() {
        assertThat(ShortSlice.ofThisThread()).isTrue();
    }
}
