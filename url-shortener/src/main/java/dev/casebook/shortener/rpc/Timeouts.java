package dev.casebook.shortener.rpc;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header grpc-timeout: up to eight digits and a unit. */
final class Timeouts {

    private static final Pattern FORM = Pattern.compile("(\\d{1,8})([HMSmun])");

    private Timeouts() {}

    /** @param header null when the client set no deadline; another text than a timeout counts as none */
    static Optional<Duration> parse(String header) {
        if (header == null) {
            return Optional.empty();
        }
        var parts = FORM.matcher(header);
        return parts.matches()
                ? Optional.of(Duration.of(Long.parseLong(parts.group(1)), unit(parts.group(2))))
                : Optional.empty();
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "H" -> ChronoUnit.HOURS;
            case "M" -> ChronoUnit.MINUTES;
            case "S" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MILLIS;
            case "u" -> ChronoUnit.MICROS;
            default -> ChronoUnit.NANOS;
        };
    }
}
