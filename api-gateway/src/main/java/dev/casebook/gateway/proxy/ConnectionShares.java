package dev.casebook.gateway.proxy;

import dev.casebook.gateway.limits.Network;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each address has. One that opens them without end, to say nothing on them, takes its own share and not that of all. A
 * proxy of ours has as many as it likes, since it stands for many clients.
 */
final class ConnectionShares {

    private final int most;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    ConnectionShares(int most) {
        this.most = most;
    }

    /** @return false when it has as many as it may; then this one does not count */
    boolean opened(Peer peer) {
        if (peer.trusted()) {
            return true;
        }
        int now = open.merge(Network.of(peer.address()), 1, Integer::sum);
        if (now > most) {
            closed(peer);
            return false;
        }
        return true;
    }

    void closed(Peer peer) {
        if (!peer.trusted()) {
            open.computeIfPresent(Network.of(peer.address()), (network, count) -> count == 1 ? null : count - 1);
        }
    }
}
