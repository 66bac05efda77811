package dev.casebook.shortener.visits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the visits of limited links are leased. */
@ConfigMapping(prefix = "casebook.shortener.visits")
interface VisitSettings {

    /** Most visits of a link that are leased at once, from 1: as many may be lost when an instance is killed. */
    @WithDefault("100")
    int lease();

    /** One in how many of the visits that remain is leased at once, from 1, so that leases shrink to single visits towards the end. */
    @WithDefault("8")
    int share();

    /** Limited links that an instance holds leases of; those of the least used are given back when there are more. */
    @WithDefault("10000")
    int links();

    /** Time without a visit after which a lease is given back. */
    @WithDefault("1m")
    Duration idle();

    /** Age at which a lease is given back though it is in use; bounds how long a lost event about a lowered limit can be felt. */
    @WithDefault("10m")
    Duration age();

    /** How long an instance believes that nothing is left. Others may give visits back meanwhile. */
    @WithDefault("2s")
    Duration spentFor();

    /** How long a visitor waits for leases that others use up. */
    @WithDefault("2s")
    Duration patience();

    /**
     * Age from which a lease counts as one of a killed instance, and is forgotten: far above the age above, and above how long PostgreSQL may be away,
     * after which leases are still given back.
     */
    @WithDefault("168h")
    Duration forgetAfter();

    /** How often that is done; in the notation of {@code @Scheduled(every)}. */
    @WithDefault("1h")
    String sweepEvery();

    /** Ended leases that wait to be given back, the store being away; those beyond are lost. */
    @WithDefault("20000")
    int waitingReturns();

    /** Ended leases given back in one statement. */
    @WithDefault("500")
    int returnBatch();

    /** Pause before giving back is tried again. */
    @WithDefault("1s")
    Duration returnPause();

    /** How long the end of the process may be put off by giving back. */
    @WithDefault("3s")
    Duration stopWithin();
}
