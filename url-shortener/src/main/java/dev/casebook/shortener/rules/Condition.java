package dev.casebook.shortener.rules;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Something about a visit that holds or does not. */
public sealed interface Condition {

    boolean holds(Visit visit);

    record OnDevice(Device device) implements Condition {

        @Override
        public boolean holds(Visit visit) {
            return device.matches(visit.userAgent());
        }
    }

    /**
     * Holds for the language that the visitor prefers to all others. {@code de} holds for {@code de-AT} too, {@code de-AT} not for {@code de}.
     *
     * @param range in lower case
     */
    record InLanguage(String range) implements Condition {

        private static final Pattern FORM = Pattern.compile("[a-z]{2,8}(-[a-z0-9]{1,8}){0,4}");

        public InLanguage {
            range = range.toLowerCase(Locale.ROOT);
            if (!FORM.matcher(range).matches()) {
                throw new BrokenRuleException("condition-value", "value", "The condition's value is not valid");
            }
        }

        @Override
        public boolean holds(Visit visit) {
            return Languages.preferred(visit.acceptLanguage()).stream()
                    .anyMatch(language -> language.equals(range) || language.startsWith(range + "-"));
        }
    }

    /** @param value empty: any value, or none */
    record WithParameter(String name, Optional<String> value) implements Condition {

        private static final int MAX_LENGTH = 255;

        public WithParameter {
            requireStorable(name, "name");
            value.ifPresent(text -> requireStorable(text, "value"));
        }

        private static void requireStorable(String text, String field) {
            if (text.length() > MAX_LENGTH || !Storable.isStorable(text)) {
                throw new BrokenRuleException(
                        "condition-" + field, field, "The condition's " + field + " is not valid");
            }
        }

        @Override
        public boolean holds(Visit visit) {
            var query = QueryString.of(visit.query());
            return value.map(text -> query.has(name, text)).orElseGet(() -> query.has(name));
        }
    }

    /** From this instant on. */
    record After(Instant instant) implements Condition {

        @Override
        public boolean holds(Visit visit) {
            return !visit.at().isBefore(instant);
        }
    }

    /** Up to this instant, which itself is too late. */
    record Before(Instant instant) implements Condition {

        @Override
        public boolean holds(Visit visit) {
            return visit.at().isBefore(instant);
        }
    }
}
