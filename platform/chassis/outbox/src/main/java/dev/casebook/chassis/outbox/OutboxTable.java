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
import javax.sql.DataSource;

@Singleton
final class OutboxTable {

    /** Any number that no other advisory lock of ours has: "outbox" in ASCII. */
    private static final long RELAY_LOCK = 0x6f7574626f78L;

    private final DataSource database;
    private final Clock clock;

    OutboxTable(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The lock is taken before the id is drawn and held until the commit: of two transactions with events of one key, the one that commits first
     * has the lower id, whatever else they lock or do not lock.
     */
    void insert(OutboxEvent event, Optional<String> traceparent) {
        Sql.on(database, """
                with turn as materialized (
                    select pg_advisory_xact_lock(hashtextextended(jsonb_build_array(?::text, ?::text)::text, 0)))
                insert into chassis.outbox (event_id, topic, key, type, payload, traceparent, created_at)
                select ?, ?, ?, ?, ?, ?, ? from turn
                """, statement -> {
            statement.setString(1, event.topic());
            statement.setString(2, event.key());
            statement.setObject(3, UUID.randomUUID());
            statement.setString(4, event.topic());
            statement.setString(5, event.key());
            statement.setString(6, event.type());
            statement.setBytes(7, event.payload());
            statement.setString(8, traceparent.orElse(null));
            statement.setObject(9, clock.instant().atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        });
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

    List<PendingEvent> oldest(int limit) {
        return Sql.on(database, """
                select id, event_id, topic, key, type, payload, traceparent, created_at
                from chassis.outbox order by id limit ?
                """, statement -> {
            statement.setInt(1, limit);
            var events = new ArrayList<PendingEvent>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(event(row));
                }
            }
            return events;
        });
    }

    void delete(Collection<Long> ids) {
        Sql.on(database, "delete from chassis.outbox where id = any (?)", statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("bigint", ids.toArray()));
            return statement.executeUpdate();
        });
    }

    /**
     * @param count exact up to 10,000: counting millions would itself be a load
     * @param oldest when the first of them was written
     */
    record Waiting(long count, Optional<Instant> oldest) {
        static final Waiting NOTHING = new Waiting(0, Optional.empty());
    }

    Waiting waiting() {
        return Sql.on(database, """
                select count(*), min(created_at)
                from (select created_at from chassis.outbox order by id limit 10000) as waiting
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
