package dev.casebook.shortener.rpc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How gRPC calls are served. */
@ConfigMapping(prefix = "casebook.shortener.rpc")
interface RpcSettings {

    /** Time for a call whose client set no deadline. */
    @WithDefault("5s")
    Duration defaultDeadline();
}
