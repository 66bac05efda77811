package dev.casebook.shortener.shlink;

import dev.casebook.shortener.links.Link;
import dev.casebook.shortener.links.LinkFields;
import dev.casebook.shortener.rules.RuleFields;
import dev.casebook.shortener.rules.RuleFields.ConditionFields;
import java.util.ArrayList;
import java.util.List;

/** The rules of a link as Shlink writes them; the order of the list is what decides. */
record RedirectRules(String defaultLongUrl, List<Rule> redirectRules) {

    record Rule(int priority, String longUrl, List<Condition> conditions) {}

    /**
     * @param matchKey name of a query parameter, or null
     * @param matchValue what it is compared with, or null
     */
    record Condition(String type, String matchKey, String matchValue) {

        private static Condition of(ConditionFields fields) {
            return switch (fields.type()) {
                case "after" -> new Condition("after-date", null, fields.value());
                case "before" -> new Condition("before-date", null, fields.value());
                case "query" -> new Condition(queryType(fields.value()), fields.name(), emptyToNull(fields.value()));
                default -> new Condition(fields.type(), null, fields.value());
            };
        }

        private static String queryType(String value) {
            if (value == null) {
                return "any-value-query-param";
            }
            return value.isEmpty() ? "valueless-query-param" : "query-param";
        }

        private static String emptyToNull(String value) {
            return value == null || value.isEmpty() ? null : value;
        }
    }

    static RedirectRules of(Link link) {
        var rules = new ArrayList<Rule>();
        for (var rule : LinkFields.of(link).rules()) {
            rules.add(new Rule(
                    rules.size() + 1,
                    rule.url(),
                    rule.conditions().stream().map(Condition::of).toList()));
        }
        return new RedirectRules(link.url(), List.copyOf(rules));
    }

    static List<RuleFields> parse(ShlinkBody body) {
        return body.objects("redirectRules").stream()
                .map(rule -> new RuleFields(
                        rule.objects("conditions").stream()
                                .map(RedirectRules::condition)
                                .toList(),
                        rule.text("longUrl", null)))
                .toList();
    }

    private static ConditionFields condition(ShlinkBody condition) {
        var type = condition.text("type", null);
        var key = condition.text("matchKey", null);
        var value = condition.text("matchValue", null);
        return switch (type == null ? "" : type) {
            case "device", "language" -> new ConditionFields(type, null, value);
            case "query-param" -> new ConditionFields("query", key, value == null ? "" : value);
            case "any-value-query-param" -> new ConditionFields("query", key, null);
            case "valueless-query-param" -> new ConditionFields("query", key, "");
            case "after-date" -> new ConditionFields("after", null, date(value));
            case "before-date" -> new ConditionFields("before", null, date(value));
            default ->
                throw ShlinkProblemException.invalidData(
                        "redirectRules", "Conditions of type %s do not exist here".formatted(type));
        };
    }

    private static String date(String text) {
        return text == null ? null : Dates.parse(text).map(Object::toString).orElse(text);
    }
}
