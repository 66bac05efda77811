package dev.casebook.shortener.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.contracts.shortener.v1.Click;
import org.junit.jupiter.api.Test;

class BreakdownTest {

    private final Breakdown breakdown = new Breakdown();

    @Test
    void whatWasNotSaidIsAValueToo() {
        breakdown.add(Click.newBuilder().setBrowser("Firefox").setRule(2).build());
        breakdown.add(Click.getDefaultInstance());

        assertThat(breakdown.of(Dimension.BROWSER)).containsOnly(entry("Firefox", 1L), entry("(none)", 1L));
        assertThat(breakdown.of(Dimension.RULE)).containsOnly(entry("2", 1L), entry("(none)", 1L));
        assertThat(breakdown.of(Dimension.REFERRER)).containsOnly(entry("(none)", 2L));
    }

    @Test
    void trimKeepsTheGreatestAndTheSum() {
        for (int host = 1; host <= 10; host++) {
            breakdown.add(Dimension.REFERRER, "host" + host, host);
        }

        breakdown.trim(3);

        assertThat(breakdown.of(Dimension.REFERRER))
                .containsOnly(entry("host10", 10L), entry("host9", 9L), entry("host8", 8L), entry("(other)", 28L));
    }

    @Test
    void whatIsOtherStaysOtherHoweverMuchItIs() {
        breakdown.add(Dimension.REFERRER, "(other)", 100);
        for (int host = 1; host <= 5; host++) {
            breakdown.add(Dimension.REFERRER, "host" + host, host);
        }

        breakdown.trim(2);

        assertThat(breakdown.of(Dimension.REFERRER))
                .containsOnly(entry("host5", 5L), entry("host4", 4L), entry("(other)", 106L));
    }

    @Test
    void itComesBackFromTheDatabaseAsItWas() {
        var json = new BreakdownJson(new ObjectMapper());
        breakdown.add(Click.newBuilder().setReferrerHost("t.co").build());

        var back = json.read(json.write(breakdown));

        for (var dimension : Dimension.values()) {
            assertThat(back.of(dimension)).isEqualTo(breakdown.of(dimension));
        }
    }
}
