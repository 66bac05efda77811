package dev.casebook.shortener.links;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** What a link may be. */
@ConfigMapping(prefix = "casebook.shortener.links")
interface LinkSettings {

    /** Longest target, in characters; the database takes up to 8,192. */
    @WithDefault("2048")
    int maxTargetLength();

    /** Words that nobody may take as an alias, in lower case. */
    @WithDefault(
            "admin,api,auth,casebook,favicon,health,healthz,help,login,logout,metrics,new,openapi,robots,static,stats,status")
    Set<String> reservedAliases();

    /** Fresh codes tried when one is taken already, by an alias or in another epoch. */
    @WithDefault("8")
    int codeAttempts();

    /** Links in one batch. */
    @WithDefault("500")
    int maxBatch();

    /** Links on a page when the client names no limit. */
    @WithDefault("20")
    int pageSize();

    /** Links on a page at most. */
    @WithDefault("100")
    int maxPageSize();
}
