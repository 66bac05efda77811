package dev.casebook.chassis.outbox;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;

@Singleton
final class OutboxTable {

    /** Any number that no other advisory lock of ours has: "outbox" in ASCII. */
    static final long RELAY_LOCK = 0x6f7574626f78L;

    /** From topic to topic by the primary key, so that millions of events which wait for one of them cost nothing. */
    private static final String TOPICS = """
            with recursive topics (name) as (
                (select topic from chassis.outbox order by topic limit 1)
                union all
                select (select topic from chassis.outbox where topic > name order by topic limit 1)
                from topics where name is not null)
            """;

    private final DataSource database;
    private final Clock clock;

    OutboxTable(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One round trip, however many. Ids are drawn in the order of the list, and one by one from the sequence, which caches none: of two inserts
     * one after the other, in whatever sessions, the later one has the higher ids.
     */
    void insert(List<OutboxEvent> events, Optional<String> traceparent) {
        Sql.on(database, """
                insert into chassis.outbox (event_id, topic, key, type, payload, traceparent, created_at)
                select event_id, topic, key, type, payload, ?, ?
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::bytea[])
                    with ordinality as event (event_id, topic, key, type, payload, position)
                order by position
                """, statement -> {
            var connection = statement.getConnection();
            statement.setString(1, traceparent.orElse(null));
            statement.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setArray(
                    3, connection.createArrayOf("uuid", column(events, event -> UUID.randomUUID(), UUID[]::new)));
            statement.setArray(4, connection.createArrayOf("text", column(events, OutboxEvent::topic, String[]::new)));
            statement.setArray(5, connection.createArrayOf("text", column(events, OutboxEvent::key, String[]::new)));
            statement.setArray(6, connection.createArrayOf("text", column(events, OutboxEvent::type, String[]::new)));
            statement.setArray(
                    7, connection.createArrayOf("bytea", column(events, OutboxEvent::payload, byte[][]::new)));
            return statement.executeUpdate();
        });
    }

    private static <E, T> T[] column(Collection<E> events, Function<E, T> value, IntFunction<T[]> array) {
        return events.stream().map(value).toArray(array);
    }

    /** Whether this transaction is the relay now: one of all instances is. */
    boolean lock() {
        return Sql.on(database, "select pg_try_advisory_xact_lock(?)", statement -> {
            statement.setLong(1, RELAY_LOCK);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }

    /** @param parked topics whose events are left out */
    List<PendingEvent> oldest(int limit, Collection<String> parked) {
        return Sql.on(database, TOPICS + """
                select oldest.*
                from topics cross join lateral (
                    select id, event_id, topic, key, type, payload, traceparent, created_at
                    from chassis.outbox where outbox.topic = name order by id limit ?) as oldest
                where name is not null and name <> all (?)
                order by id limit ?
                """, statement -> {
            statement.setInt(1, limit);
            statement.setArray(2, statement.getConnection().createArrayOf("text", parked.toArray()));
            statement.setInt(3, limit);
            var events = new ArrayList<PendingEvent>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(event(row));
                }
            }
            return events;
        });
    }

    void delete(Collection<PendingEvent> events) {
        Sql.on(database, """
                delete from chassis.outbox using unnest(?::text[], ?::bigint[]) as sent (topic, id)
                where outbox.topic = sent.topic and outbox.id = sent.id
                """, statement -> {
            var connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text", column(events, PendingEvent::topic, String[]::new)));
            statement.setArray(2, connection.createArrayOf("bigint", column(events, PendingEvent::id, Long[]::new)));
            return statement.executeUpdate();
        });
    }

    /**
     * @param count exact up to 10,000: counting millions would itself be a load
     * @param oldest when the first of all was written
     */
    record Waiting(long count, Optional<Instant> oldest) {
        static final Waiting NOTHING = new Waiting(0, Optional.empty());
    }

    Waiting waiting() {
        return Sql.on(database, TOPICS + """
                select (select count(*) from (select from chassis.outbox order by topic, id limit 10000) as counted),
                    min(created_at)
                from topics cross join lateral (
                    select created_at from chassis.outbox where outbox.topic = name order by id limit 1) as oldest
                where name is not null
                """, statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                var oldest = Optional.ofNullable(row.getObject(2, OffsetDateTime.class));
                return new Waiting(row.getLong(1), oldest.map(OffsetDateTime::toInstant));
            }
        });
    }

    private static PendingEvent event(ResultSet row) throws SQLException {
        return new PendingEvent(
                row.getLong("id"),
                row.getObject("event_id", UUID.class),
                new OutboxEvent(
                        row.getString("topic"), row.getString("key"), row.getString("type"), row.getBytes("payload")),
                Optional.ofNullable(row.getString("traceparent")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
