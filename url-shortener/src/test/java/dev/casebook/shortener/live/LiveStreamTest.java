package dev.casebook.shortener.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.shortener.TurnableClock;
import dev.casebook.shortener.live.LiveStream.LiveClicks;
import dev.casebook.shortener.live.LiveStream.LiveTotals;
import dev.casebook.shortener.statistics.Totals;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

class LiveStreamTest {

    private static final Totals TEN = new Totals(10, 1);

    private final TurnableClock clock = new TurnableClock();
    private final LiveStream stream = new LiveStream(new SseImpl(), settings(), clock);

    @Test
    void readerWhoIsSlowGetsTheNewestClicksAndIsToldHowManyThereWereBeside() {
        stream.next(Optional.of(TEN));
        IntStream.rangeClosed(1, 7).forEach(i -> stream.hear(click("host-" + i)));

        var clicks = (LiveClicks) stream.next(Optional.of(TEN)).getFirst().getData();

        assertThat(clicks.clicks()).extracting(LiveClick::referrer).containsExactly("host-5", "host-6", "host-7");
        assertThat(clicks.skipped()).isEqualTo(4);
        assertThat(stream.next(Optional.of(TEN))).isEmpty();
    }

    @Test
    void totalsAreToldAtOnceAndWhenTheyHaveChanged() {
        assertThat(stream.next(Optional.of(TEN)))
                .extracting(OutboundSseEvent::getData)
                .containsExactly(new LiveTotals(10, 1, clock.instant()));
        assertThat(stream.next(Optional.of(TEN))).isEmpty();
        assertThat(stream.next(Optional.of(new Totals(11, 1)))).hasSize(1);
    }

    @Test
    void whereNothingHappensACommentShowsThatTheStreamLives() {
        stream.next(Optional.of(TEN));
        clock.advance(Duration.ofSeconds(9));
        assertThat(stream.next(Optional.of(TEN))).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(stream.next(Optional.of(TEN)))
                .extracting(OutboundSseEvent::getComment)
                .containsExactly("alive");

        clock.advance(Duration.ofSeconds(10));
        assertThat(stream.next(Optional.empty()))
                .extracting(OutboundSseEvent::getComment)
                .containsExactly("away");
    }

    @Test
    void clicksAreShownWhileTheStoreIsAway() {
        stream.hear(click("news.example"));

        assertThat(stream.next(Optional.empty()))
                .extracting(OutboundSseEvent::getName)
                .containsExactly("clicks");
    }

    private static Click click(String referrer) {
        return Click.newBuilder().setReferrerHost(referrer).build();
    }

    private static LiveSettings settings() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(LiveSettings.class)
                .withDefaultValue("casebook.shortener.live.clicks", "3")
                .build()
                .getConfigMapping(LiveSettings.class);
    }
}
