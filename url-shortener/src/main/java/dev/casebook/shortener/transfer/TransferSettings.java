package dev.casebook.shortener.transfer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How links are imported and exported. */
@ConfigMapping(prefix = "casebook.shortener.transfer")
interface TransferSettings {

    /** Links that an export reads at once. */
    @WithDefault("500")
    int exportPage();

    /** Characters of one CSV record at most. */
    @WithDefault("65536")
    int maxRecord();

    /** Refused records that an import tells in full; it counts the others. */
    @WithDefault("100")
    int maxRefusals();
}
