package dev.casebook.gateway.tls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The port for HTTPS, beside the plain one. */
@ConfigMapping(prefix = "casebook.gateway.tls")
public interface TlsSettings {

    /**
     * A folder of {@code <name>.crt} (the certificate, then those that vouch for it) and {@code <name>.key} (PKCS #8, not encrypted), both PEM.
     * When not set, the port is not opened.
     */
    Optional<Path> certificates();

    @WithDefault("8443")
    int port();

    /** The pair for clients that name no host, or one that is in no certificate. There has to be one. */
    @WithDefault("default")
    String defaultCertificate();

    /** How often the folder is looked at; a change takes effect once the files were found the same twice. */
    @WithDefault("1s")
    Duration reload();

    /**
     * Handshakes under way, on all event loops together; the client of one more is disconnected at once. When not set, a quarter of the connections
     * that there may be.
     */
    OptionalInt handshakes();

    /** A client whose first message is longer is disconnected; in bytes. */
    @WithDefault("16384")
    int maxClientHello();

    /**
     * How long a browser that was here shall never come without TLS again (RFC 6797), said with each answer on this port. Not said when not set:
     * it cannot be taken back.
     */
    Optional<Duration> hsts();
}
