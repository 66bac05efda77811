package dev.casebook.gateway.proxy;

import io.netty.util.NetUtil;

/** The address of the client itself, when proxies of ours stand before the gateway. */
final class ClientAddress {

    private ClientAddress() {}

    /**
     * The last in {@code X-Forwarded-For} that is none of our proxies, read from the right: what stands further left the client may have made up.
     * Where that is no address, the nearest that is known.
     */
    static String of(Exchange exchange) {
        var peer = exchange.connection().peer();
        if (!peer.trusted()) {
            return peer.address();
        }
        var proxies = exchange.connection().lane().trustedProxies();
        var hops = String.join(",", exchange.request().headers().getAll(RequestHeaders.FORWARDED_FOR))
                .split(",");
        var nearest = peer.address();
        for (int i = hops.length - 1; i >= 0; i--) {
            var address = NetUtil.createInetAddressFromIpAddressString(hops[i].strip());
            if (address == null) {
                return nearest;
            }
            nearest = address.getHostAddress();
            if (!proxies.trust(address)) {
                return nearest;
            }
        }
        return nearest;
    }
}
