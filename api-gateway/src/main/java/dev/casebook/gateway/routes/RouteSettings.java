package dev.casebook.gateway.routes;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the routes are. */
@ConfigMapping(prefix = "casebook.gateway")
interface RouteSettings {

    /** A folder of {@code *.yaml}, one file for each service; the README describes the fields. */
    Path routes();
}
