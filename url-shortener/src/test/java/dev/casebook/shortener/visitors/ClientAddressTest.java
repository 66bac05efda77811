package dev.casebook.shortener.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.shortener.safety.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private static final String GATEWAY = "10.0.0.9";

    private final ClientAddress addresses = new ClientAddress(
            Stream.of("10.0.0.0/24", "::1/128").map(Network::of).toList());

    @Test
    void gatewayIsBelieved() {
        assertThat(found(GATEWAY, "203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @Test
    void strangerIsNot() {
        assertThat(found("198.51.100.1", "203.0.113.7")).isEqualTo("198.51.100.1");
    }

    @Test
    void whatTheVisitorWroteHimselfIsNotLookedAt() {
        assertThat(found(GATEWAY, "1.1.1.1, 203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(found(GATEWAY, "1.1.1.1", "203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @Test
    void proxyBeforeTheGatewayIsSteppedOver() {
        assertThat(found(GATEWAY, "203.0.113.7, 10.0.0.3")).isEqualTo("203.0.113.7");
    }

    @Test
    void visitorWithinOurNetworkIsTheFirstOfTheChain() {
        assertThat(found(GATEWAY, "10.0.0.4, 10.0.0.3")).isEqualTo("10.0.0.4");
        assertThat(found(GATEWAY)).isEqualTo(GATEWAY);
    }

    @Test
    void bothNotationsOfAnAddressAreOne() {
        assertThat(found(GATEWAY, "::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(found("::1", "2001:db8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void nonsenseFromTheGatewayIsNobody() {
        assertThat(addresses.of(GATEWAY, List.of("localhost"))).isEmpty();
    }

    private String found(String peer, String... forwardedFor) {
        var bytes = addresses.of(peer, List.of(forwardedFor)).orElseThrow();
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
