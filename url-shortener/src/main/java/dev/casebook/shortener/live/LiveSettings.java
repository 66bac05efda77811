package dev.casebook.shortener.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Clicks as they are made and counted, as server-sent events. */
@ConfigMapping(prefix = "casebook.shortener.live")
interface LiveSettings {

    /** Streams that one instance serves at once. */
    @WithDefault("100")
    int streams();

    /** Of these, streams of one user. */
    @WithDefault("10")
    int streamsOfOne();

    /** How often a stream tells what there is to tell. */
    @WithDefault("1s")
    Duration every();

    /** Clicks that are told one by one each time; of more the newest are, and how many there were beside them. */
    @WithDefault("50")
    int clicks();

    /** After this long without a click, a comment shows that the stream is alive. */
    @WithDefault("10s")
    Duration heartbeat();

    /** Then, or when its token expires, the stream ends and the browser asks again, with a token that is still valid. */
    @WithDefault("30m")
    Duration longest();

    /** How long clicks go on to be read after the last reader has left, who may only have reloaded a page. */
    @WithDefault("30s")
    Duration linger();

    /** Pause before clicks are read again when that failed. */
    @WithDefault("2s")
    Duration pause();
}
