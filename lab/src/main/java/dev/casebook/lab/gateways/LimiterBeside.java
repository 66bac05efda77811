package dev.casebook.lab.gateways;

import java.io.IOException;
import java.nio.file.Path;

/** The rate limiter as it is deployed, in a process of its own, beside a gateway. */
public interface LimiterBeside extends AutoCloseable {

    /** Starts one. */
    @FunctionalInterface
    interface Start {
        /**
         * @param folder for its data and logs
         * @param jar {@code quarkus-run.jar} of the rate limiter
         * @param rules a file of rules
         */
        LimiterBeside start(Path folder, Path jar, String rules) throws IOException;
    }

    /** Of its gRPC and of its health, as {@code casebook.gateway.upstreams} has them. */
    String address();

    /** Its port for metrics. */
    int management();

    @Override
    void close();
}
