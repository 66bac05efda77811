package dev.casebook.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformTest {

    @ParameterizedTest
    @EnumSource
    void everyPlatformHasItsBinaries(Platform platform) {
        assertThat(PlatformTest.class.getResource(platform.redisResource())).isNotNull();
        assertThat(PlatformTest.class.getResource(platform.postgresqlResource()))
                .isNotNull();
    }

    @Test
    void namesOfOneProcessorAreOne() {
        assertThat(Platform.of("Linux", "amd64")).isEqualTo(Platform.of("Linux", "x86_64"));
        assertThat(Platform.of("Mac OS X", "aarch64")).isEqualTo(Platform.MACOS_ARM64);
    }

    @Test
    void aMachineWithoutBinariesIsSaid() {
        assertThatThrownBy(() -> Platform.of("Linux", "riscv64"))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("Linux on riscv64");
    }
}
