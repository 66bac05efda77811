package dev.casebook.limiter.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts that may stand in a path as one: names, and then what cannot be guessed. */
final class IdText {

    private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{32}");
    private static final int LONGEST = 4_096;

    private IdText() {}

    static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static String of(List<String> names, String random) {
        return names.stream().map(IdText::encoded).collect(Collectors.joining(".", "", "." + random));
    }

    /** The names and what is random, or empty when it is not made of so many names. */
    static Optional<List<String>> parse(String text, int names) {
        var parts = text.length() > LONGEST ? new String[0] : text.split("\\.", -1);
        if (parts.length != names + 1 || !RANDOM.matcher(parts[names]).matches()) {
            return Optional.empty();
        }
        try {
            for (int i = 0; i < names; i++) {
                parts[i] = new String(Base64.getUrlDecoder().decode(parts[i]), StandardCharsets.UTF_8);
            }
            return Optional.of(Arrays.asList(parts));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encoded(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }
}
