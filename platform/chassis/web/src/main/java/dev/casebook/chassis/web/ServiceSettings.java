package dev.casebook.chassis.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

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

        Keys keys();
    }

    /** How the issuer's keys are kept at hand. */
    interface Keys {

        /** Whether they are fetched from the start on, and not only with the first token; false where no resource asks who calls. */
        @WithDefault("true")
        boolean prefetched();

        /** How old the keys may grow before the issuer is asked again. While it is away they stay in use. */
        @WithDefault("10m")
        Duration refreshed();

        /** How long the issuer may take for the whole answer; also what a request waits at most. */
        @WithDefault("2s")
        Duration timeout();

        /** Tokens with unknown keys make us ask the issuer no more often than this. */
        @WithDefault("5s")
        Duration askedAtMost();

        /** Pauses between attempts while the issuer is away, doubling from this. */
        @WithDefault("500ms")
        Duration shortestPause();

        /** The longest such pause; also what a client is told to wait. */
        @WithDefault("5s")
        Duration longestPause();
    }
}
