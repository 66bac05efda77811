package dev.casebook.limiter.rls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** A port for gRPC alone, for those who expect it apart from HTTP, as envoyproxy/ratelimit has it. */
@ConfigMapping(prefix = "casebook.limiter.grpc")
interface GrpcSettings {

    /** In addition to that of HTTP, which takes gRPC too; none unless set. */
    OptionalInt port();

    /** For so long listening may take at the start. */
    @WithDefault("10s")
    Duration start();
}
