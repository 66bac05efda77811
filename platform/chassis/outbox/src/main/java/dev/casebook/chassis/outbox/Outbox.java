package dev.casebook.chassis.outbox;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that leave if and only if the change that they are about was committed: at least once each, and those of one key in the order of their
 * commits. A reader that remembers event ids (header {@code ce_id}) sees each once.
 *
 * <p>The order is the caller's as much as ours. <b>Before</b> a transaction appends an event it must have inserted, updated, deleted or locked
 * ({@code select … for update}) the row of the entity that the key names. PostgreSQL's lock on that row keeps every other transaction with an event
 * of the same key from appending until this one has ended; a new entity's unique key does the same for its insert. So of two events of one key the
 * one that was committed first has the lower id, and whoever sees the second in the table sees the first, unless that was sent already. Events
 * of different keys commit in any order: the relay therefore keeps no mark of how far it came, but reads whatever is there and deletes what
 * was sent.
 */
@Singleton
public final class Outbox {

    private final OutboxTable table;
    private final OutboxRelay relay;
    private final TransactionSynchronizationRegistry transaction;
    private final int maxPayload;

    Outbox(
            OutboxTable table,
            OutboxRelay relay,
            TransactionSynchronizationRegistry transaction,
            OutboxSettings settings) {
        this.maxPayload = settings.maxPayload();
        this.table = table;
        this.relay = relay;
        this.transaction = transaction;
    }

    /**
     * Part of the caller's transaction, after the change.
     *
     * @throws IllegalStateException when there is no transaction to be part of
     * @throws IllegalArgumentException when the payload is larger than {@link OutboxSettings#maxPayload}
     */
    public void append(OutboxEvent event) {
        appendAll(List.of(event));
    }

    /**
     * As {@link #append} for each, in their order, with one statement for all. Holds them all in memory: for some hundreds, not for all that there are.
     *
     * @throws IllegalStateException when there is no transaction to be part of
     * @throws IllegalArgumentException when a payload is larger than {@link OutboxSettings#maxPayload}; then none was appended
     */
    public void appendAll(List<OutboxEvent> events) {
        events.forEach(this::checkPayload);
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("an event belongs to the transaction of its change, and there is none");
        }
        if (events.isEmpty()) {
            return;
        }
        table.insert(events, traceparent());
        transaction.registerInterposedSynchronization(new AfterCommit(relay::wake));
    }

    private void checkPayload(OutboxEvent event) {
        if (event.payload().length > maxPayload) {
            throw new IllegalArgumentException(
                    "payload of %d bytes is over %d".formatted(event.payload().length, maxPayload));
        }
    }

    private static Optional<String> traceparent() {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Map::put);
        return Optional.ofNullable(headers.get("traceparent"));
    }
}
