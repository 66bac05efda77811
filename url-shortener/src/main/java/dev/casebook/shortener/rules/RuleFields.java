package dev.casebook.shortener.rules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A rule as clients write it, and as the database keeps it in JSON. Members may be null: a client may leave out anything.
 *
 * @param conditions all must hold
 */
public record RuleFields(List<ConditionFields> conditions, String url) {

    /**
     * @param type device, language, query, after or before
     * @param name of the query parameter; else null
     * @param value the device, the language, the instant in RFC 3339, or the parameter's value, null for any
     */
    public record ConditionFields(String type, String name, String value) {

        static ConditionFields of(Condition condition) {
            return switch (condition) {
                case Condition.OnDevice(var device) -> new ConditionFields("device", null, device.text());
                case Condition.InLanguage(var range) -> new ConditionFields("language", null, range);
                case Condition.WithParameter(var name, var value) ->
                    new ConditionFields("query", name, value.orElse(null));
                case Condition.After(var instant) -> new ConditionFields("after", null, instant.toString());
                case Condition.Before(var instant) -> new ConditionFields("before", null, instant.toString());
            };
        }

        /** @throws BrokenRuleException whose field is a member of this one */
        Condition condition() {
            return switch (type == null ? "" : type) {
                case "device" ->
                    new Condition.OnDevice(Device.named(given(value)).orElseThrow(() -> wrong("value")));
                case "language" -> new Condition.InLanguage(given(value));
                case "query" -> new Condition.WithParameter(parameterName(), Optional.ofNullable(value));
                case "after" -> new Condition.After(instant());
                case "before" -> new Condition.Before(instant());
                default ->
                    throw new BrokenRuleException(
                            "condition-type",
                            "type",
                            "A condition is of type device, language, query, after or before");
            };
        }

        private String parameterName() {
            if (name == null || name.isEmpty()) {
                throw new BrokenRuleException("condition-name", "name", "The condition's name is not valid");
            }
            return name;
        }

        private Instant instant() {
            return parsed(given(value)).filter(Storable::isStorable).orElseThrow(() -> wrong("value"));
        }

        private static Optional<Instant> parsed(String text) {
            try {
                return Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.MICROS));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }

        private static String given(String value) {
            if (value == null) {
                throw wrong("value");
            }
            return value;
        }

        private static BrokenRuleException wrong(String field) {
            return new BrokenRuleException("condition-value", field, "The condition's value is not valid");
        }
    }

    public static RuleFields of(Rule rule) {
        return new RuleFields(
                rule.conditions().stream().map(ConditionFields::of).toList(), rule.url());
    }

    /**
     * @param target takes the place of the url, which whoever calls has checked
     * @throws BrokenRuleException whose field is a member of this one
     */
    public Rule rule(String target) {
        var given = conditions == null ? List.<ConditionFields>of() : conditions;
        var checked = new Condition[given.size()];
        for (int i = 0; i < checked.length; i++) {
            checked[i] = checked(given.get(i), "conditions[" + i + "]");
        }
        return new Rule(List.of(checked), target);
    }

    private static Condition checked(ConditionFields fields, String at) {
        if (fields == null) {
            throw new BrokenRuleException("condition-missing", at, "A condition must not be null");
        }
        try {
            return fields.condition();
        } catch (BrokenRuleException e) {
            throw new BrokenRuleException(e.slug(), at + "." + e.field(), e.getMessage());
        }
    }
}
