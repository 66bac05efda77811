package dev.casebook.limiter.leases;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How large leases are, how long they last, and how many callers may have any. */
@ConfigMapping(prefix = "casebook.limiter.leases")
interface LeaseSettings {

    /** How long a lease lasts unless it is renewed; never longer than the period of its limit. Up to 30 days. */
    @WithDefault("10s")
    Duration timeToLive();

    /** The use that a lease is to cover, as far as it may be that large; two intervals between a caller's reports where these are longer. */
    @WithDefault("1s")
    Duration covers();

    /** The largest lease, as a part of what its limit admits at once; 0 to 1, but at least one token. The error that each caller may cause. */
    @WithDefault("0.05")
    double largestShare();

    /** The largest lease, whatever the limit. */
    @WithDefault("100000")
    int maxTokens();

    /** How long that holds which a rule says for when the store is away. */
    @WithDefault("1s")
    Duration whileAway();

    /** Streams open at one time; more are refused. Each holds up to so many buckets as the next setting says. */
    @WithDefault("100")
    int maxStreams();

    /** Buckets of a stream, and of a message; of more in a stream, the longest unreported is abandoned. */
    @WithDefault("1000")
    int maxBuckets();

    /** Characters of the keys and values of all buckets that have leases, and 500 for each bucket; a stream that wants more is ended. To be raised with the heap. */
    @WithDefault("8000000")
    long maxCharacters();

    /** Entries of a bucket. */
    @WithDefault("8")
    int maxEntries();

    /** Characters of a key or a value, and of a domain. */
    @WithDefault("256")
    int maxLength();

    /** Messages of a stream in any second; one that sends more is ended. */
    @WithDefault("200")
    int maxMessages();

    /** A stream that says nothing for so long is ended: its caller may be gone without a word. */
    @WithDefault("10m")
    Duration idle();
}
