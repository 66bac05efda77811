package dev.casebook.chassis.web;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;

/** Where an instance stands. The launcher and the manifests set these; {@code %dev} and {@code %test} have defaults. */
@ConfigMapping(prefix = "casebook")
public interface ServiceSettings {

    /** Unique among all that run: {@code url-shortener-0}. */
    String instance();

    /** A folder that is this instance's own and outlives its process. */
    Path dataDir();

    /** Where people reach the gateway, without a slash at the end. */
    URI publicUrl();

    Jwt jwt();

    /** Whose tokens are believed. */
    interface Jwt {

        /** What {@code iss} must say. */
        String issuer();

        /** What {@code aud} must hold. */
        String audience();

        /** Where the issuer publishes its keys. */
        URI jwksUrl();
    }
}
