package dev.casebook.chassis.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

@Singleton
final class IdempotencyTable {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final DataSource database;
    private final ObjectMapper json;
    private final Clock clock;

    IdempotencyTable(DataSource database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** Until the transaction ends. Two keys that share a 64-bit hash would wait for each other, which costs one of them a retry. */
    boolean lock(IdempotentRequest request) {
        return Sql.on(
                database,
                "select pg_try_advisory_xact_lock(hashtextextended(jsonb_build_array(?::text, ?::text, ?::text)::text, 0))",
                statement -> {
                    statement.setString(1, request.subject());
                    statement.setString(2, request.route());
                    statement.setString(3, request.key());
                    try (var row = statement.executeQuery()) {
                        row.next();
                        return row.getBoolean(1);
                    }
                });
    }

    Optional<IdempotentRequest.Answered> find(IdempotentRequest request) {
        return Sql.on(database, """
                select body_hash, status, headers, body from chassis.idempotency_key
                where subject = ? and route = ? and key = ?
                """, statement -> {
            statement.setString(1, request.subject());
            statement.setString(2, request.route());
            statement.setString(3, request.key());
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(answered(row)) : Optional.empty();
            }
        });
    }

    void insert(IdempotentRequest request, StoredResponse response) {
        Sql.on(database, """
                insert into chassis.idempotency_key
                    (subject, route, key, body_hash, status, headers, body, created_at)
                values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                """, statement -> {
            statement.setString(1, request.subject());
            statement.setString(2, request.route());
            statement.setString(3, request.key());
            statement.setBytes(4, request.bodyHash());
            statement.setInt(5, response.status());
            statement.setString(6, text(response.headers()));
            statement.setBytes(7, response.body());
            statement.setObject(8, clock.instant().atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        });
    }

    /** @return how many went, at most the limit */
    int deleteBefore(Instant oldest, int limit) {
        return Sql.on(database, """
                delete from chassis.idempotency_key where ctid = any (array(
                    select ctid from chassis.idempotency_key where created_at < ? order by created_at limit ?))
                """, statement -> {
            statement.setObject(1, oldest.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        });
    }

    private IdempotentRequest.Answered answered(ResultSet row) throws SQLException {
        var response =
                new StoredResponse(row.getInt("status"), headers(row.getString("headers")), row.getBytes("body"));
        return new IdempotentRequest.Answered(row.getBytes("body_hash"), response);
    }

    private Map<String, String> headers(String text) {
        try {
            return json.readValue(text, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers were written as a JSON object of strings", e);
        }
    }

    private String text(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is always writable", e);
        }
    }
}
