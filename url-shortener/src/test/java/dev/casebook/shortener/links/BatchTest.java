package dev.casebook.shortener.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.shortener.rules.Redirection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final Queue<String> freshCodes = new ArrayDeque<>(List.of("fresh01", "fresh02", "fresh03"));

    @Test
    void storedDraftsAreCreatedInTheirOrder() {
        var batch = batch(made("b"), chosen("alias"), made("a"));

        batch.settle(List.of(link("a"), link("alias"), link("b")), this::fresh);

        assertThat(batch.isSettled()).isTrue();
        assertThat(batch.outcomes()).containsExactly(created("b"), created("alias"), created("a"));
    }

    @Test
    void takenAliasIsRefused() {
        var batch = batch(chosen("taken"), made("a"));

        batch.settle(List.of(link("a")), this::fresh);

        assertThat(batch.outcomes()).containsExactly(new Outcome.Refused(Refusal.ALIAS_TAKEN), created("a"));
    }

    @Test
    void takenFreshCodeIsReplacedByAnother() {
        var batch = batch(made("a"), made("taken"));

        batch.settle(List.of(link("a")), this::fresh);

        assertThat(batch.isSettled()).isFalse();
        assertThat(batch.open()).extracting(Draft::code).containsExactly("fresh01");
        batch.settle(List.of(link("fresh01")), this::fresh);
        assertThat(batch.outcomes()).containsExactly(created("a"), created("fresh01"));
    }

    @Test
    void firstOfTwoEqualAliasesWins() {
        var batch = batch(chosen("same"), chosen("same"));

        batch.settle(List.of(link("same")), this::fresh);

        assertThat(batch.outcomes()).containsExactly(created("same"), new Outcome.Refused(Refusal.ALIAS_TAKEN));
    }

    @Test
    void freshCodeGivesWayToAnEqualAlias() {
        var batch = batch(made("same"), chosen("same"));

        batch.settle(List.of(link("same"), link("fresh01")), this::fresh);

        assertThat(batch.outcomes()).containsExactly(created("fresh01"), created("same"));
    }

    private String fresh(String url, int attempt) {
        return freshCodes.remove();
    }

    private Batch batch(Draft... drafts) {
        return new Batch(List.of(drafts), this::fresh);
    }

    private static Draft made(String code) {
        return draft(code, false);
    }

    private static Draft chosen(String alias) {
        return draft(alias, true);
    }

    private static Draft draft(String code, boolean chosen) {
        return new Draft(code, chosen, Redirection.to("https://example.com/"), Label.NONE);
    }

    private static Outcome created(String code) {
        return new Outcome.Created(link(code));
    }

    private static Link link(String code) {
        return TestLinks.withCode(code);
    }
}
