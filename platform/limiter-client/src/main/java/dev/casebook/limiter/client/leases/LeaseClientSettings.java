package dev.casebook.limiter.client.leases;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How leases are asked for. */
@ConfigMapping(prefix = "casebook.limiter.client.leases")
public interface LeaseClientSettings {

    /** How long a request waits for tokens that are being asked for; then the fallback decides. */
    @WithDefault("50ms")
    Duration patience();

    /** Requests that wait so at one time; for more the fallback decides at once. */
    @WithDefault("10000")
    int maxWaiting();

    /** A limiter that answers nothing for so long is left, and another stream tried. */
    @WithDefault("1s")
    Duration answerWithin();

    /** Between a stream that broke and the next. */
    @WithDefault("250ms")
    Duration pause();

    /** Reports of so long go in one message. 100 messages a second are half of what the limiter takes from a stream. */
    @WithDefault("10ms")
    Duration gather();

    /** Buckets that have leases; of more, some that are little used lose theirs. No more than the limiter takes in a stream. */
    @WithDefault("1000")
    int maxBuckets();

    /** Buckets that a stream remembers to have reported: those above, and those evicted while tokens of theirs are left. Of more, another stream begins. */
    @WithDefault("10000")
    int maxReported();
}
