package dev.casebook.shortener.rules;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Another target, for visits of which all conditions hold.
 *
 * @param conditions at least one: a rule without would hide all that follow
 */
public record Rule(List<Condition> conditions, String url) {

    public Rule {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new BrokenRuleException("rule-without-condition", "conditions", "A rule needs a condition");
        }
    }

    boolean holds(Visit visit) {
        return conditions.stream().allMatch(condition -> condition.holds(visit));
    }

    /** When a condition may begin or cease to hold without anything else changing. */
    Stream<Instant> turns() {
        return conditions.stream().flatMap(condition -> switch (condition) {
            case Condition.After(var instant) -> Stream.of(instant);
            case Condition.Before(var instant) -> Stream.of(instant);
            default -> Stream.empty();
        });
    }
}
