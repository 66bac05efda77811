package dev.casebook.gateway.tls;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which certificate a client gets, by the name that it asks for. */
final class HostCertificates {

    private final HostCertificate byDefault;
    private final Map<String, HostCertificate> byHost = new HashMap<>();

    /** @param all also the default one; where two are for one host, the one that is valid longer counts */
    HostCertificates(Iterable<HostCertificate> all, HostCertificate byDefault) {
        this.byDefault = byDefault;
        for (var certificate : all) {
            for (var host : certificate.hosts()) {
                byHost.merge(
                        host, certificate, (one, other) -> one.validUntil().isBefore(other.validUntil()) ? other : one);
            }
        }
    }

    /** @param host null when the client names none */
    HostCertificate of(String host) {
        if (host == null) {
            return byDefault;
        }
        var name = host.toLowerCase(Locale.ROOT);
        var exact = byHost.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        // RFC 9525 §6.3: the star stands for one label, and a whole one.
        return dot < 0 ? byDefault : byHost.getOrDefault("*" + name.substring(dot), byDefault);
    }
}
