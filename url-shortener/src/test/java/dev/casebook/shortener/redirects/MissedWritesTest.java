package dev.casebook.shortener.redirects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissedWritesTest {

    private final MissedWrites missed = new MissedWrites(2);

    @Test
    void changeThatWasMissedHidesWhatIsOlder() {
        missed.add("a", known(2, 100));

        assertThat(missed.over("a", Optional.of(known(1, 90)))).contains(known(2, 100));
        assertThat(missed.over("a", Optional.of(known(3, 110)))).contains(known(3, 110));
        assertThat(missed.over("a", Optional.empty())).contains(known(2, 100));
        assertThat(missed.over("b", Optional.empty())).isEmpty();
    }

    @Test
    void whatWasWrittenIsForgottenUnlessThereIsSomethingNewer() {
        missed.add("a", known(3, 100));
        missed.add("a", known(2, 100));

        missed.written("a", known(2, 100));
        assertThat(missed.next()).contains(Map.entry("a", known(3, 100)));

        missed.written("a", known(3, 100));
        assertThat(missed.next()).isEmpty();
    }

    /** Nobody knows any more what it was. */
    @Test
    void afterOneThatFoundNoRoomNothingFromBeforeTheReturnIsBelieved() {
        missed.add("a", known(2, 100));
        missed.add("b", known(2, 100));
        assertThat(missed.believes(known(1, 90))).isTrue();

        missed.add("c", known(2, 100));
        assertThat(missed.believes(known(1, 90))).isFalse();
        assertThat(missed.believes(known(1, 300))).isFalse();

        missed.caughtUp(150);
        assertThat(missed.believes(known(1, 300))).isFalse();

        missed.written("a", known(2, 100));
        missed.written("b", known(2, 100));
        missed.caughtUp(200);
        assertThat(missed.believes(known(1, 199))).isFalse();
        assertThat(missed.believes(known(1, 200))).isTrue();
    }

    private static Known known(long version, long readAt) {
        return new Known(new Destination.Live("https://example.com/" + version, version), readAt);
    }
}
