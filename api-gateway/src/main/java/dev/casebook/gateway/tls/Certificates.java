package dev.casebook.gateway.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The certificates in use. Files that change while the gateway runs take effect for the handshakes that begin after it; connections keep what they
 * began with. A pair with a mistake stays what it was, and holds up no other.
 */
@Singleton
public final class Certificates {

    private final TlsSettings settings;
    private CertificateFolder seen;
    private CertificateFolder loaded;
    private Map<String, HostCertificate> inUse = Map.of();
    private volatile HostCertificates current;
    private volatile Map<String, String> mistakes = Map.of();
    private volatile Optional<Instant> firstEnd = Optional.empty();

    /** @throws IllegalStateException that names every mistake: without an older pair a bad one stops the start */
    Certificates(TlsSettings settings, MeterRegistry meters) {
        this.settings = settings;
        settings.certificates().ifPresent(folder -> {
            loadFirst(folder);
            Gauge.builder("gateway.certificates.refused", this, all -> all.mistakes.size())
                    .description(
                            "Pairs of certificate and key with a mistake; an older one of theirs is in use, if there was one")
                    .register(meters);
            Gauge.builder("gateway.certificates.valid.until", this, Certificates::firstEnd)
                    .description("When the first certificate in use ends, in seconds since 1970")
                    .baseUnit("seconds")
                    .register(meters);
        });
    }

    private void loadFirst(Path folder) {
        loaded = seen = read(folder);
        use(loaded);
        if (!mistakes.isEmpty()) {
            throw new IllegalStateException(
                    "Certificates in %s (casebook.gateway.tls.certificates): %s".formatted(folder, mistakes));
        }
    }

    private static CertificateFolder read(Path folder) {
        try {
            return CertificateFolder.read(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder %s (casebook.gateway.tls.certificates) cannot be read".formatted(folder), e);
        }
    }

    void watch(@Observes StartupEvent event, Vertx vertx) {
        settings.certificates()
                .ifPresent(
                        folder -> vertx.setPeriodic(settings.reload().toMillis(), timer -> vertx.executeBlocking(() -> {
                                    look(folder);
                                    return null;
                                })
                                .onFailure(e -> Log.errorf(e, "event=certificates.unread folder=%s", folder))));
    }

    /** Files that were just found changed may still be being written, so they have to be the same twice. */
    private synchronized void look(Path folder) {
        var found = read(folder);
        boolean settled = found.equals(seen);
        seen = found;
        if (settled && !found.equals(loaded)) {
            loaded = found;
            use(found);
        }
    }

    private void use(CertificateFolder folder) {
        var usable = new TreeMap<String, HostCertificate>();
        var refused = new TreeMap<>(folder.unreadable());
        folder.pairs().forEach((name, pair) -> {
            try {
                usable.put(name, pair.parse());
            } catch (InvalidCertificateException e) {
                refused.put(name, e.getMessage());
            }
        });
        if (!usable.containsKey(settings.defaultCertificate())) {
            refused.putIfAbsent(settings.defaultCertificate(), "missing, and there has to be one");
        }
        refused.keySet().stream().filter(inUse::containsKey).forEach(name -> usable.put(name, inUse.get(name)));
        mistakes = Map.copyOf(refused);
        mistakes.forEach((name, why) -> Log.errorf("event=certificate.refused name=%s reason=\"%s\"", name, why));
        inUse = usable;
        current = new HostCertificates(usable.values(), usable.get(settings.defaultCertificate()));
        firstEnd = usable.values().stream().map(HostCertificate::validUntil).min(Instant::compareTo);
        Log.infof("event=certificates.loaded names=%s", usable.keySet());
    }

    private double firstEnd() {
        return firstEnd.map(Instant::getEpochSecond).orElse(0L);
    }

    /** Why pairs are not used as they are now, by their names. */
    Map<String, String> mistakes() {
        return mistakes;
    }

    /** @param host that the client asks for; null when it asks for none */
    SslContext contextFor(String host) {
        return current.of(host).context();
    }
}
