package dev.casebook.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:0:1:2:3:4:5, 2001:db8:0:1::/64",
        "2001:db8:0:1::ffff, 2001:db8:0:1::/64",
        "::1, ::/64",
        "::ffff:192.0.2.1, 192.0.2.1",
        "0:0:0:0:0:ffff:c000:201, 192.0.2.1",
        "not an address, not an address"
    })
    void clientOfIpv6IsItsNetwork(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }
}
