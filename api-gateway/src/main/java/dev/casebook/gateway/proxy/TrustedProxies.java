package dev.casebook.gateway.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** Networks of proxies in front of the gateway. */
record TrustedProxies(List<Network> networks) {

    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+");

    /** @param bits of the address that count */
    private record Network(byte[] address, int bits) {

        private boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @throws IllegalArgumentException that names the text which is neither an address nor a network */
    static TrustedProxies parse(List<String> texts) {
        return new TrustedProxies(texts.stream().map(TrustedProxies::network).toList());
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        var literal = slash < 0 ? text : text.substring(0, slash);
        try {
            if (!LITERAL.matcher(literal).matches()) {
                throw new UnknownHostException(literal);
            }
            var address = InetAddress.getByName(literal).getAddress();
            int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8) {
                throw new NumberFormatException();
            }
            return new Network(address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "casebook.gateway.clients.trusted-proxies: %s is not an address or a network such as 10.0.0.0/8"
                            .formatted(text),
                    e);
        }
    }

    boolean trust(InetAddress peer) {
        var address = peer.getAddress();
        return networks.stream().anyMatch(network -> network.holds(address));
    }
}
