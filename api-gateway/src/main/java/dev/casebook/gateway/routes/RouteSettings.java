package dev.casebook.gateway.routes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where the routes are. */
@ConfigMapping(prefix = "casebook.gateway")
interface RouteSettings {

    /** A folder of {@code *.yaml}, one file for each service; the README describes the fields. */
    Path routes();

    /** How often the folder is looked at; a change takes effect once the files were found the same twice. */
    @WithDefault("1s")
    Duration routesReload();
}
