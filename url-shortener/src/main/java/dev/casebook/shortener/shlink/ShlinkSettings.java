package dev.casebook.shortener.shlink;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of an API that knows none: it counts, sorts and pages by number. */
@ConfigMapping(prefix = "casebook.shortener.shlink")
interface ShlinkSettings {

    /** A user's links that one request looks at, the newest ones. Lists, sums and tags are of these. */
    @WithDefault("5000")
    int depth();

    /** Items of a page when the client names no number. */
    @WithDefault("10")
    int pageSize();

    /** Items of a page at most; who asks for more, or for all, gets these, and the number of pages says so. */
    @WithDefault("5000")
    int maxPageSize();

    /** Links that one transaction changes, when a tag is renamed or deleted. */
    @WithDefault("100")
    int step();
}
