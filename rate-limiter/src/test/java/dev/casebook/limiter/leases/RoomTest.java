package dev.casebook.limiter.leases;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomTest {

    private final Room room = new Room(new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(LeaseSettings.class)
            .withDefaultValue("casebook.limiter.leases.max-characters", "1100")
            .build()
            .getConfigMapping(LeaseSettings.class));

    @Test
    void whatIsFreedIsThereForOthers() {
        long taken = room.take(Map.of("user", "a"));
        room.take(Map.of("user", "b"));
        assertThatThrownBy(() -> room.take(Map.of("user", "c")))
                .isInstanceOf(TooManyException.class)
                .hasMessageContaining("1100 characters");

        room.free(taken);

        assertThatCode(() -> room.take(Map.of("user", "c"))).doesNotThrowAnyException();
    }

    @Test
    void aLongBucketTakesMore() {
        assertThatThrownBy(() -> room.take(Map.of("user", "x".repeat(600)))).isInstanceOf(TooManyException.class);
    }
}
