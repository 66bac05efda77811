package dev.casebook.shortener.qr;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How QR codes are drawn. */
@ConfigMapping(prefix = "casebook.shortener.qr")
interface QrSettings {

    /** Least side, in pixels: below it a module has one pixel or two, which scanners do not read. */
    @WithDefault("128")
    int minSize();

    /** Greatest side, in pixels. A PNG of it takes its square in bits while it is drawn. */
    @WithDefault("2048")
    int maxSize();

    /** How long a browser may keep one: it changes only with the public URL. */
    @WithDefault("1h")
    Duration maxAge();
}
