package dev.casebook.shortener.visitors;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What is kept of visitors, and whom we believe about them. */
@ConfigMapping(prefix = "casebook.shortener.visitors")
interface VisitorSettings {

    /**
     * Secret of which each day's salt is made, the same for all instances, at least 32 random characters. Unless set, the code key, of which the
     * salts tell nothing. Without either unique visitors are not counted.
     */
    @WithDefault("${casebook.shortener.code-key:}")
    Optional<String> key();

    /** Addresses of the gateway and of proxies before it: the only ones whose X-Forwarded-For is believed. */
    @WithDefault("127.0.0.0/8,::1/128")
    List<String> proxies();

    /** User agents that are remembered with what they mean. */
    @WithDefault("2000")
    int agents();

    /** Characters of a user agent that are looked at. */
    @WithDefault("512")
    int agentLength();
}
