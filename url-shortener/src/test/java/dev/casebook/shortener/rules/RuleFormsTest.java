package dev.casebook.shortener.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.casebook.contracts.shortener.v1.LinkRedirection;
import dev.casebook.contracts.shortener.v1.RedirectCondition;
import dev.casebook.contracts.shortener.v1.RedirectRule;
import dev.casebook.shortener.rules.RuleFields.ConditionFields;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleFormsTest {

    @ParameterizedTest
    @MethodSource
    void whatAMessageTellsIsUnderstood(Redirection redirection) {
        assertThat(RedirectionMessage.read(redirection.url(), RedirectionMessage.of(redirection)))
                .isEqualTo(redirection);
    }

    static Stream<Redirection> whatAMessageTellsIsUnderstood() {
        return Stream.of(Redirections.rich(), Redirections.limited(3), Redirection.to("https://example.com/"));
    }

    @Test
    void emptyMessageIsAPlainLink() {
        assertThat(RedirectionMessage.read("https://example.com/", LinkRedirection.getDefaultInstance()))
                .isEqualTo(Redirection.to("https://example.com/"));
    }

    @Test
    void conditionOfALaterVersionIsNotTakenForTrue() {
        var message = LinkRedirection.newBuilder()
                .addRules(RedirectRule.newBuilder()
                        .setUrl("https://example.com/a")
                        .addConditions(RedirectCondition.getDefaultInstance()))
                .build();

        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> RedirectionMessage.read("https://example.com/", message));
    }

    @Test
    void whatFieldsTellIsUnderstood() {
        var rule = Redirections.rich().rules().getFirst();

        assertThat(RuleFields.of(rule).rule(rule.url())).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        ", , x, conditions[1].type",
        "weather, , x, conditions[1].type",
        "device, , , conditions[1].value",
        "device, , toaster, conditions[1].value",
        "language, , , conditions[1].value",
        "language, , de_AT, conditions[1].value",
        "query, , x, conditions[1].name",
        "query, '', x, conditions[1].name",
        "after, , , conditions[1].value",
        "before, , tomorrow, conditions[1].value",
    })
    void faultIsNamedByItsPlace(String type, String name, String value, String field) {
        var fields = new RuleFields(
                List.of(new ConditionFields("device", null, "ios"), new ConditionFields(type, name, value)), "");

        assertFault(fields, field);
    }

    @Test
    void ruleWithoutConditionsIsRefused() {
        assertFault(new RuleFields(null, ""), "conditions");
        assertFault(new RuleFields(List.of(), ""), "conditions");
        assertFault(new RuleFields(Arrays.asList((ConditionFields) null), ""), "conditions[0]");
    }

    private static void assertFault(RuleFields fields, String field) {
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> fields.rule("https://example.com/"))
                .extracting(BrokenRuleException::field)
                .isEqualTo(field);
    }
}
