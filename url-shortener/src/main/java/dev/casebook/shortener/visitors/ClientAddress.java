package dev.casebook.shortener.visitors;

import dev.casebook.shortener.safety.Network;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Finds the visitor's address behind the proxies that are believed; what anybody else writes into X-Forwarded-For is not looked at. */
final class ClientAddress {

    private final List<Network> proxies;

    ClientAddress(List<Network> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    /**
     * @param peer who holds the connection
     * @param forwardedFor each X-Forwarded-For header in order; each proxy has appended whom it heard
     * @return empty if a believed proxy tells something that is no address
     */
    Optional<byte[]> of(String peer, List<String> forwardedFor) {
        var address = parse(peer);
        for (int line = forwardedFor.size() - 1; line >= 0; line--) {
            var hops = forwardedFor.get(line).split(",");
            for (int hop = hops.length - 1; hop >= 0; hop--) {
                if (address.filter(this::isProxy).isEmpty()) {
                    return address;
                }
                address = parse(hops[hop].strip());
            }
        }
        return address;
    }

    private boolean isProxy(byte[] address) {
        for (var proxy : proxies) {
            if (proxy.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Never asks a name server. An IPv4 address in IPv6 notation comes out as what it is. */
    private static Optional<byte[]> parse(String text) {
        return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(text))
                .map(InetAddress::getAddress);
    }
}
