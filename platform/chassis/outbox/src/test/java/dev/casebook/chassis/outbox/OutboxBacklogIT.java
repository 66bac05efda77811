package dev.casebook.chassis.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.testkit.WithServers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Far more events than a round takes: what a round reads must not grow with them. */
@QuarkusTest
@WithServers(value = "postgresql, kafka", topics = Events.TOPIC)
class OutboxBacklogIT {

    private static final int BACKLOG = 200_000;
    /** A batch of each topic, found from topic to topic. */
    private static final int FEW = 500;

    @Inject
    Events events;

    @Inject
    OutboxTable table;

    @Inject
    Migrations migrations;

    private String absent;

    @BeforeEach
    void manyEventsWaitForATopicThatIsNotThere() {
        await().atMost(60, SECONDS).until(migrations::isDone);
        events.awaitFlow();
        absent = "outbox.absent-%s.v1".formatted(events.key());
        events.execute("""
                insert into chassis.outbox (event_id, topic, key, type, payload, created_at)
                select gen_random_uuid(), '%s', number, 'test.Changed', '', now() from generate_series(1, %d) as number
                """.formatted(absent, BACKLOG));
        // The planner knows then that nearly all rows are of one topic.
        events.execute("analyze chassis.outbox");
    }

    @AfterEach
    void forget() {
        events.execute("delete from chassis.outbox where topic = '%s'".formatted(absent));
    }

    @Test
    void roundReadsNoMoreThanItsBatch() {
        assertThat(rowsReadBy(() -> table.oldest(100, List.of()))).isLessThan(FEW);
        assertThat(rowsReadBy(() -> table.oldest(100, List.of(absent)))).isLessThan(FEW);
        assertThat(rowsReadBy(() -> {
                    table.delete(table.oldest(100, List.of()));
                    return null;
                }))
                .isLessThan(FEW);
    }

    @Test
    void eventsOfOtherTopicsPassAndTheOldestIsKnown() {
        events.append(1, 20);

        events.assertArrived(1, 20);
        var waiting = table.waiting();
        assertThat(waiting.count()).isEqualTo(10_000);
        assertThat(waiting.oldest()).isPresent();
    }

    private int rowsReadBy(Supplier<?> work) {
        return QuarkusTransaction.requiringNew().call(() -> {
            // What the connection read in the second before may still be in its count.
            int before = rowsRead();
            work.get();
            return rowsRead() - before;
        });
    }

    private int rowsRead() {
        return events.number(
                "coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relid = 'chassis.outbox'::regclass");
    }
}
