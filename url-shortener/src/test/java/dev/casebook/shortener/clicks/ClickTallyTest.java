package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.clicks.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ClickTallyTest {

    private static final UUID JOURNAL = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    @Test
    void clicksAddUpByCode() {
        var tally = new ClickTally(Map.of());

        tally.add(JOURNAL, batch(JOURNAL, 1, "a", "b", "a"));
        tally.add(OTHER, batch(OTHER, 1, "b"));

        assertThat(tally.totals()).containsExactly(entry("a", 2L), entry("b", 2L));
        assertThat(tally.journals())
                .containsEntry(JOURNAL, new JournalCount(3, 3, 0, 0))
                .containsEntry(OTHER, new JournalCount(1, 1, 0, 0));
    }

    @Test
    void replayCountsNothing() {
        var tally = new ClickTally(Map.of(JOURNAL, new JournalCount(5, 5, 0, 0)));

        tally.add(JOURNAL, batch(JOURNAL, 4, "a", "b"));

        assertThat(tally.totals()).isEmpty();
        assertThat(tally.replays()).isEqualTo(2);
        assertThat(tally.journals()).containsEntry(JOURNAL, new JournalCount(5, 5, 0, 0));
    }

    @Test
    void overlapCountsOnlyItsNewClicks() {
        var tally = new ClickTally(Map.of(JOURNAL, new JournalCount(5, 5, 0, 0)));

        tally.add(JOURNAL, batch(JOURNAL, 4, "a", "b", "c", "d"));

        assertThat(tally.totals()).containsExactly(entry("c", 1L), entry("d", 1L));
        assertThat(tally.replays()).isEqualTo(2);
        assertThat(tally.counted()).isEqualTo(2);
    }

    @Test
    void gapIsRecorded() {
        var tally = new ClickTally(Map.of(JOURNAL, new JournalCount(5, 5, 0, 0)));

        tally.add(JOURNAL, batch(JOURNAL, 8, "a"));

        assertThat(tally.missing()).isEqualTo(2);
        assertThat(tally.journals()).containsEntry(JOURNAL, new JournalCount(8, 6, 2, 0));
    }

    @Test
    void lossOnlyGrows() {
        var tally = new ClickTally(Map.of(JOURNAL, new JournalCount(5, 5, 0, 7)));

        tally.add(JOURNAL, batch(JOURNAL, 6, 9, List.of()));
        tally.add(JOURNAL, batch(JOURNAL, 6, 8, List.of("a")));

        assertThat(tally.journals()).containsEntry(JOURNAL, new JournalCount(6, 6, 0, 9));
        assertThat(tally.missing()).isZero();
    }

    /** Whatever is sent again, and however it is cut, each sequence counts once. */
    @Property
    void eachSequenceCountsOnce(@ForAll("resendings") List<int[]> resendings) {
        var tally = new ClickTally(Map.of());
        int sent = 0;
        for (var each : resendings) {
            int first = Math.max(1, sent + 1 - each[0]);
            var codes = new String[each[1]];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = "code" + (first + i);
            }
            tally.add(JOURNAL, batch(JOURNAL, first, codes));
            sent = Math.max(sent, first + codes.length - 1);
        }

        assertThat(tally.totals().values()).allMatch(total -> total == 1);
        assertThat(tally.totals()).hasSize(sent);
        assertThat(tally.journals()).containsEntry(JOURNAL, new JournalCount(sent, sent, 0, 0));
    }

    /** How far back a sender goes, and how many clicks it sends. */
    @Provide
    Arbitrary<List<int[]>> resendings() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(1, 20))
                .as((back, size) -> new int[] {back, size})
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
