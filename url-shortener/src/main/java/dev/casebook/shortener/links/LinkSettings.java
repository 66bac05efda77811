package dev.casebook.shortener.links;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** What a link may be. */
@ConfigMapping(prefix = "casebook.shortener.links")
interface LinkSettings {

    /** Redirect rules of one link. */
    @WithDefault("20")
    int maxRules();

    /** Conditions of one rule. */
    @WithDefault("10")
    int maxConditions();

    /** Longest time for which a browser may be allowed to repeat a redirect without asking. */
    @WithDefault("1d")
    Duration maxAge();

    /** Words that nobody may take as an alias, in lower case. */
    @WithDefault(
            "admin,api,auth,bulk,casebook,export,favicon,health,healthz,help,import,login,logout,metrics,new,openapi,robots,rest,search,static,stats,status,tags")
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

    /**
     * Links that one request of a search looks at. Text is looked for in one owner's links, newest first, without an index of words; a page ends
     * here, with a cursor, even when it is not full.
     */
    @WithDefault("5000")
    int searchDepth();
}
