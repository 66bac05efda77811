package dev.casebook.shortener.safety;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that are not of the public internet: the special-purpose registries of IANA, and what is reached through an IPv6 address that carries an
 * IPv4 one. A dozen prefixes need no library.
 */
final class PrivateAddresses {

    private static final List<Network> NETWORKS = Stream.of(
                    "0.0.0.0/8", // this network; many systems take 0.0.0.0 for loopback
                    "10.0.0.0/8",
                    "100.64.0.0/10", // behind a carrier's NAT
                    "127.0.0.0/8",
                    "169.254.0.0/16", // link-local, where clouds serve their metadata
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3", // multicast, reserved, broadcast
                    "::/96", // unspecified, loopback, IPv4-compatible
                    "64:ff9b:1::/48", // NAT64 inside a network
                    "100::/64",
                    "2001::/23", // Teredo and other protocol assignments
                    "2001:db8::/32",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Network::of)
            .toList();

    /** An IPv4 address follows right behind these. */
    private static final Network NAT64 = Network.of("64:ff9b::/96");

    private static final Network SIX_TO_FOUR = Network.of("2002::/16");

    private PrivateAddresses() {}

    static boolean contain(InetAddress address) {
        return contain(address.getAddress());
    }

    private static boolean contain(byte[] address) {
        if (NAT64.contains(address)) {
            return contain(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return contain(Arrays.copyOfRange(address, 2, 6));
        }
        return NETWORKS.stream().anyMatch(network -> network.contains(address));
    }
}
