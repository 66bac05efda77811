package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private final BlockingQueue<Long> rung = new LinkedBlockingQueue<>();
    private final Alarm alarm = new Alarm(rung::add);

    @Test
    void ringsForTheEarliestWhoeverCameFirst() throws InterruptedException {
        long early = alarm.after(Duration.ofMillis(30));
        alarm.ringAt(alarm.after(Duration.ofHours(1)));
        alarm.ringAt(early);

        assertThat(rung.poll(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(early);
    }

    @Test
    void ringsOnceForAllUntilItIsSetAgain() throws InterruptedException {
        long first = alarm.after(Duration.ofMillis(10));
        long second = alarm.after(Duration.ofMillis(20));
        alarm.ringAt(first);
        alarm.ringAt(second);
        assertThat(rung.poll(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(first);

        alarm.ringAt(second);

        assertThat(rung.poll(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(second);
        assertThat(rung).isEmpty();
    }

    @Test
    void whatIsOverdueAlreadyIsRungForAtOnce() throws InterruptedException {
        alarm.ringAt(0);

        assertThat(rung.poll(60, TimeUnit.SECONDS)).isNotNegative();
    }
}
