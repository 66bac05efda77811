package dev.casebook.gateway.limits;

import io.netty.util.NetUtil;
import java.util.Arrays;

/** Whom an address stands for. */
public final class Network {

    /** A client that has one address of IPv6 mostly has all of its network, and could take another for each request. */
    private static final int PREFIX_BYTES = 8;

    private static final int IPV6_BYTES = 16;

    private Network() {}

    /** @return the address of IPv4, also when it is written as one of IPv6; of IPv6 the network, {@code 2001:db8:0:1::/64} */
    public static String of(String address) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return address;
        }
        if (isMapped(bytes)) {
            return NetUtil.bytesToIpAddress(bytes, IPV6_BYTES - 4, 4);
        }
        Arrays.fill(bytes, PREFIX_BYTES, IPV6_BYTES, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/64";
    }

    /** RFC 4291 §2.5.5.2. */
    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }
}
