package dev.casebook.shortener.safety;

import io.quarkus.logging.Log;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Hosts as somebody wrote them down, in the form in which the hosts of targets are compared. What is no host is told, and counts for nothing. */
final class HostList {

    /** Of a list of another kind all lines are no hosts. */
    private static final int TOLD = 10;

    private final Set<String> names = new HashSet<>();
    private final String source;
    private int line;
    private int unreadable;

    HostList(String source) {
        this.source = source;
    }

    /** @param text may be empty, or end with a comment */
    void add(String text) {
        line++;
        int hash = text.indexOf('#');
        var host = (hash < 0 ? text : text.substring(0, hash)).strip();
        if (!host.isEmpty()) {
            read(host, names::add);
        }
    }

    Set<String> names() {
        return Set.copyOf(names);
    }

    int unreadable() {
        return unreadable;
    }

    private void read(String host, Consumer<String> use) {
        try {
            use.accept(Host.of(isBareIpv6(host) ? "[" + host + "]" : host).name());
        } catch (TargetRefusedException e) {
            unreadable++;
            if (unreadable <= TOLD) {
                Log.warnf("event=safety.blocked-host-unreadable source=%s line=%d reason=%s", source, line, e.fault());
            }
        }
    }

    /** The only host with a colon in it. */
    private static boolean isBareIpv6(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[");
    }
}
