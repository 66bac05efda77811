package dev.casebook.shortener.rules;

import static dev.casebook.shortener.rules.Visits.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RedirectionTest {

    private static final String MAIN = "https://example.com/main";

    @Test
    void plainLinkLeadsToItsTargetWith302AndIsNotCached() {
        assertThat(Redirection.to(MAIN).follow(Visits.at(NOON)))
                .isEqualTo(new Verdict.To(MAIN, RedirectStatus.FOUND, 0, 0));
    }

    @Test
    void windowBeginsAndEndsToTheInstant() {
        var until = NOON.plusSeconds(10);
        var link = within(Optional.of(NOON), Optional.of(until), 0);

        assertThat(link.follow(Visits.at(NOON.minusNanos(1)))).isEqualTo(new Verdict.NotYet());
        assertThat(link.follow(Visits.at(NOON))).isInstanceOf(Verdict.To.class);
        assertThat(link.follow(Visits.at(until.minusNanos(1)))).isInstanceOf(Verdict.To.class);
        assertThat(link.follow(Visits.at(until))).isEqualTo(new Verdict.Over());
    }

    @Test
    void firstRuleThatHoldsDecides() {
        var link = ruled(
                0,
                rule("https://example.com/never", new Condition.After(NOON.plusSeconds(1))),
                rule("https://example.com/a", new Condition.WithParameter("a", Optional.empty())),
                rule("https://example.com/b", new Condition.WithParameter("b", Optional.empty())));

        assertThat(link.follow(Visits.with("b&a"))).isEqualTo(to("https://example.com/a", 2));
        assertThat(link.follow(Visits.with("b"))).isEqualTo(to("https://example.com/b", 3));
        assertThat(link.follow(Visits.with(""))).isEqualTo(to(MAIN, 0));
    }

    @Test
    void allConditionsOfARuleMustHold() {
        var link = ruled(
                0,
                rule(
                        "https://example.com/both",
                        new Condition.WithParameter("a", Optional.empty()),
                        new Condition.Before(NOON)));

        assertThat(link.follow(Visits.with("a"))).isEqualTo(to(MAIN, 0));
        assertThat(link.follow(new Visit(NOON.minusSeconds(1), "", "", "a")))
                .isEqualTo(to("https://example.com/both", 1));
    }

    @Test
    void queryIsPassedOnToTheTargetThatTheRuleChose() {
        var rule = rule("https://example.com/a?x=1", new Condition.WithParameter("a", Optional.empty()));
        var link = new Redirection(
                MAIN, Window.ALWAYS, OptionalLong.empty(), RedirectStatus.TEMPORARY, true, List.of(rule), 0);

        assertThat(link.follow(Visits.with("a=b")))
                .isEqualTo(new Verdict.To("https://example.com/a?x=1&a=b", RedirectStatus.TEMPORARY, 0, 1));
    }

    @Property
    void noAnswerIsRepeatedPastTheEndOfTheLink(
            @ForAll @IntRange(min = 1, max = 86_400) int maxAge,
            @ForAll @LongRange(min = 1, max = 100_000_000) long left) {
        var until = NOON.plus(Duration.ofMillis(left));
        var to = (Verdict.To)
                within(Optional.empty(), Optional.of(until), maxAge).follow(Visits.at(NOON));

        assertThat(NOON.plusSeconds(to.maxAge())).isBeforeOrEqualTo(until);
        assertThat(to.maxAge()).isBetween(0L, (long) maxAge);
    }

    @Property
    void noAnswerIsRepeatedPastTheTurnOfARule(
            @ForAll @IntRange(min = 1, max = 86_400) int maxAge,
            @ForAll @LongRange(min = -100_000, max = 100_000) long in) {
        var turn = NOON.plusSeconds(in);
        var link = ruled(maxAge, rule("https://example.com/later", new Condition.After(turn)));

        var now = (Verdict.To) link.follow(Visits.at(NOON));
        var last = (Verdict.To) link.follow(Visits.at(NOON.plusSeconds(Math.max(0, now.maxAge() - 1))));

        assertThat(last.url()).isEqualTo(now.url());
        assertThat(now.maxAge()).isLessThanOrEqualTo(maxAge);
    }

    @Test
    void limitsThatContradictEachOtherAreRefused() {
        assertRefused(
                "maxAge",
                () -> new Redirection(
                        MAIN, Window.ALWAYS, OptionalLong.of(5), RedirectStatus.FOUND, false, List.of(), 60));
        assertRefused(
                "maxVisits",
                () -> new Redirection(
                        MAIN, Window.ALWAYS, OptionalLong.of(0), RedirectStatus.FOUND, false, List.of(), 0));
        assertRefused("maxAge", () -> within(Optional.empty(), Optional.empty(), -1));
        assertRefused("validUntil", () -> within(Optional.of(NOON), Optional.of(NOON), 0));
        assertRefused("conditions", () -> new Rule(List.of(), MAIN));
        assertRefused("status", () -> RedirectStatus.of(303));
    }

    private static void assertRefused(String field, Runnable made) {
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(made::run)
                .extracting(BrokenRuleException::field)
                .isEqualTo(field);
    }

    private static Verdict.To to(String url, int rule) {
        return new Verdict.To(url, RedirectStatus.FOUND, 0, rule);
    }

    private static Rule rule(String url, Condition... conditions) {
        return new Rule(List.of(conditions), url);
    }

    private static Redirection ruled(int maxAge, Rule... rules) {
        return new Redirection(
                MAIN, Window.ALWAYS, OptionalLong.empty(), RedirectStatus.FOUND, false, List.of(rules), maxAge);
    }

    private static Redirection within(Optional<Instant> from, Optional<Instant> until, int maxAge) {
        return new Redirection(
                MAIN, new Window(from, until), OptionalLong.empty(), RedirectStatus.FOUND, false, List.of(), maxAge);
    }
}
