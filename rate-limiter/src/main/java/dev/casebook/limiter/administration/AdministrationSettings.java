package dev.casebook.limiter.administration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Rules and overrides over REST. */
@ConfigMapping(prefix = "casebook.limiter.administration")
interface AdministrationSettings {

    /** What a token must have in its claim {@code scope}. */
    @WithDefault("limiter:admin")
    String scope();

    /** The longest document of rules, in characters of its JSON. */
    @WithDefault("65536")
    int maxDocument();

    /** How long all of them may be together: each instance has them in memory. */
    @WithDefault("1048576")
    long maxDocuments();

    /** Domains that have rules by administration. */
    @WithDefault("500")
    int maxDomains();

    @WithDefault("5000")
    int maxOverrides();

    /** How many a page has unless the client says so. */
    @WithDefault("50")
    int pageSize();

    @WithDefault("200")
    int maxPageSize();

    /** How often an instance looks whether it missed a change; in the notation of {@code @Scheduled(every)}. */
    @WithDefault("10s")
    Duration lookAgain();

    /** Requests to PostgreSQL at once. */
    @WithDefault("3")
    int atOnce();

    /** How long others wait for their turn, before they are told to come again. */
    @WithDefault("2s")
    Duration turnTimeout();

    /** Once PostgreSQL is found away, it is asked again after each such pause. */
    @WithDefault("1s")
    Duration pause();

    /** What a client is told to wait meanwhile. */
    @WithDefault("2s")
    Duration retryAfter();

    /** How long it is remembered who changed what. */
    @WithDefault("400d")
    Duration changesKept();

    /** How often older changes, and overrides that are over, are deleted; in the notation of {@code @Scheduled(every)}. */
    @WithDefault("10m")
    Duration sweepEvery();
}
