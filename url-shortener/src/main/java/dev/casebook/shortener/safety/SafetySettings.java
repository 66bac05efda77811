package dev.casebook.shortener.safety;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Where links may lead. */
@ConfigMapping(prefix = "casebook.shortener.safety")
interface SafetySettings {

    /** Longest target, in characters, before and after encoding; the database takes up to 8,192. */
    @WithDefault("2048")
    int maxLength();

    /** Further names and addresses of this service, beside the host of {@code casebook.public-url}. */
    Optional<Set<String>> ownHosts();

    /**
     * Names that lead, with all below them, into private networks or to the visitor's own machine; the last five are public services whose names
     * stand for whatever address is written into them. Names without a dot are private too.
     */
    @WithDefault("localhost,local,internal,intranet,lan,home.arpa,localtest.me,lvh.me,nip.io,sslip.io,xip.io")
    Set<String> privateNames();

    /** True lets links lead into private networks: for a shortener inside one. */
    @WithDefault("false")
    boolean allowPrivate();

    /** Hosts that no link may lead to, with all below them. */
    Optional<Set<String>> blockedHosts();

    /** A file with more of them, one on a line; empty lines and what follows a {@code #} count for nothing. */
    Optional<Path> blockList();

    /** How often the file is looked at; a change counts from then on. */
    @WithDefault("30s")
    Duration blockListPause();
}
