package dev.casebook.shortener.safety;

import java.net.InetAddress;

/**
 * A range of addresses.
 *
 * @param bits of the prefix that all its addresses share
 */
public record Network(byte[] prefix, int bits) {

    /** @param text in CIDR notation: {@code 10.0.0.0/8} */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        return new Network(
                InetAddress.ofLiteral(text.substring(0, slash)).getAddress(),
                Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
