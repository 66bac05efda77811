package dev.casebook.chassis.web;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code grpc-timeout}: how long the caller waits, as up to eight digits and a unit (gRPC over HTTP/2, Requests). Read by services
 * themselves, since Quarkus 3.32 does not pass it on when gRPC shares the HTTP port.
 */
public final class GrpcTimeout {

    public static final String HEADER = "grpc-timeout";

    /** Nobody waits so long, and longer ones do not all fit into nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,8})([HMSmun])");

    private GrpcTimeout() {}

    /**
     * @param header null when the client set no deadline; another text than a timeout counts as none
     * @return a day at most
     */
    public static Optional<Duration> parse(String header) {
        if (header == null) {
            return Optional.empty();
        }
        var parts = FORM.matcher(header);
        return parts.matches() ? Optional.of(timeout(parts.group(1), parts.group(2))) : Optional.empty();
    }

    private static Duration timeout(String digits, String unit) {
        var timeout = Duration.of(Long.parseLong(digits), unit(unit));
        return timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
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
