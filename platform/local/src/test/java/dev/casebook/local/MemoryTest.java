package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {

    @Test
    void aRollupSaysTheProportionalSet() {
        var rollup = """
                00400000-7ffd8a9e5000 ---p 00000000 00:00 0                              [rollup]
                Rss:              123456 kB
                Pss:               65432 kB
                Pss_Anon:           1000 kB
                """;

        assertThat(Memory.field(rollup, "Pss:")).isEqualTo(65_432);
    }

    @Test
    void oneProcessThatIsNotProportionalMakesTheSumSo() {
        var sum = new Memory(1024, true).plus(new Memory(1, false));

        assertThat(sum).isEqualTo(new Memory(1025, false));
        assertThat(sum.mib()).isEqualTo(2);
    }

    @Test
    void thisProcessHoldsSomething() {
        assertThat(Memory.alone(ProcessHandle.current()).mib()).isGreaterThan(10);
    }
}
