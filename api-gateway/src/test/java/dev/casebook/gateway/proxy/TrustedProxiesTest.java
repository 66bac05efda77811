package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private final TrustedProxies proxies = TrustedProxies.parse(List.of("10.1.0.0/15", "192.168.1.7", "fd00::/8"));

    @ParameterizedTest
    @CsvSource({
        "10.0.255.255, true",
        "10.1.2.3, true",
        "10.2.0.0, false",
        "192.168.1.7, true",
        "192.168.1.8, false",
        "fd12::1, true",
        "fe80::1, false"
    })
    void networkDecides(String address, boolean trusted) throws UnknownHostException {
        assertThat(proxies.trust(InetAddress.getByName(address))).isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.test", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0/8/8"})
    void mistakeIsNamed(String text) {
        assertThatThrownBy(() -> TrustedProxies.parse(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
