package dev.casebook.shortener.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a visitor holds in hand, as far as the User-Agent header tells: an iPad that asks for the desktop page looks like a Mac. One visitor may be
 * several: an iPhone is {@link #IOS} and {@link #MOBILE}.
 */
public enum Device {
    ANDROID,
    IOS,
    MOBILE,
    WINDOWS,
    MACOS,
    LINUX,
    CHROMEOS,
    DESKTOP;

    /** @param name in lower case */
    public static Optional<Device> named(String name) {
        return Stream.of(values()).filter(device -> device.text().equals(name)).findFirst();
    }

    /** In lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean matches(String userAgent) {
        return switch (this) {
            case ANDROID -> userAgent.contains("Android");
            case IOS -> userAgent.contains("iPhone") || userAgent.contains("iPad") || userAgent.contains("iPod");
            case MOBILE -> ANDROID.matches(userAgent) || IOS.matches(userAgent) || userAgent.contains("Mobile");
            case WINDOWS -> userAgent.contains("Windows NT");
            case MACOS -> userAgent.contains("Macintosh") && !IOS.matches(userAgent);
            case LINUX -> userAgent.contains("Linux") && !ANDROID.matches(userAgent);
            case CHROMEOS -> userAgent.contains("CrOS");
            case DESKTOP ->
                WINDOWS.matches(userAgent)
                        || MACOS.matches(userAgent)
                        || LINUX.matches(userAgent)
                        || CHROMEOS.matches(userAgent);
        };
    }
}
