package dev.casebook.gateway.proxy;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Who is at the other end of a connection, as the next server is told.
 *
 * @param address as {@code X-Forwarded-For} has it
 * @param node as {@code Forwarded} has it (RFC 7239 §6): a quoted and bracketed IPv6 address
 * @param trusted a proxy of ours, whose word about its own client counts
 * @param scheme of the connection
 */
record Peer(String address, String node, boolean trusted, String scheme) {

    static Peer of(Channel channel, TrustedProxies proxies, String scheme) {
        var remote = channel.remoteAddress();
        var address =
                remote instanceof InetSocketAddress socket ? socket.getAddress() : InetAddress.getLoopbackAddress();
        var literal = address.getHostAddress();
        var node = address instanceof Inet6Address ? "\"[" + literal + "]\"" : literal;
        return new Peer(literal, node, proxies.trust(address), scheme);
    }
}
