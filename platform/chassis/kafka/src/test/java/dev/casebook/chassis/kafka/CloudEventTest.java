package dev.casebook.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventTest {

    private static final CloudEvent EVENT = new CloudEvent(
            "42", "/url-shortener", "casebook.shortener.v1.LinkCreated", Instant.parse("2026-01-02T03:04:05.678Z"));

    @Test
    void headersSayItAll() {
        assertThat(CloudEvent.of(EVENT.headers())).contains(EVENT);
        assertThat(EVENT.headers().lastHeader("ce_specversion").value())
                .asString()
                .isEqualTo("1.0");
        assertThat(EVENT.headers().lastHeader("content-type").value())
                .asString()
                .isEqualTo("application/protobuf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_id", "ce_source", "ce_type", "ce_time"})
    void recordWithoutARequiredHeaderIsNoneOfOurs(String missing) {
        assertThat(CloudEvent.of(EVENT.headers().remove(missing))).isEmpty();
    }

    @Test
    void recordWithAnUnreadableTimeIsNoneOfOurs() {
        var headers = EVENT.headers().remove("ce_time").add("ce_time", "yesterday".getBytes());

        assertThat(CloudEvent.of(headers)).isEmpty();
    }
}
