package dev.casebook.gateway.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How bearer tokens are verified, the development issuer, and API keys. */
@ConfigMapping(prefix = "casebook.gateway")
interface IdentitySettings {

    Tokens tokens();

    Issuer issuer();

    ApiKeys apiKeys();

    interface Tokens {

        /** Verified tokens that are remembered, by their hash. */
        @WithDefault("10000")
        int remembered();

        /** For how long at most; a key that the issuer withdraws is believed no longer than this. */
        @WithDefault("5m")
        Duration rememberedFor();

        /** Clocks of issuer and gateway may differ by this. */
        @WithDefault("30s")
        Duration clockSkew();

        /** The issuer's keys are fetched again after this; older ones stay in use while the issuer is away. */
        @WithDefault("10m")
        Duration keysRefreshed();

        /** Tokens with unknown key ids cause at most one fetch in this time. */
        @WithDefault("1s")
        Duration keysAskedAtMost();

        @WithDefault("2s")
        Duration keysTimeout();

        /** A key set larger than this is not read, in bytes. */
        @WithDefault("65536")
        int keysMaxSize();
    }

    /** Signs tokens for whoever asks: for a laptop and for tests, never where data matters. */
    interface Issuer {

        @WithDefault("false")
        boolean enabled();

        @WithDefault("1h")
        Duration lifetime();

        /**
         * Where its key is kept, and that by which API keys are turned into tokens. Gateways that stand beside each other are given one folder on one file system, and so have one key: whoever
         * is first makes it.
         */
        @WithDefault("${casebook.data-dir}")
        Path keyFolder();
    }

    /** Keys that programs call with. */
    interface ApiKeys {

        /** The file that lists them, by their hashes; without it there are none. */
        Optional<Path> file();

        /** How often it is looked at. */
        @WithDefault("1s")
        Duration reload();

        /** How long a token lasts that a key is turned into: whoever lost the key may go on for so long at services. A new one is made at half of it. */
        @WithDefault("1m")
        Duration tokenLifetime();
    }
}
