package dev.casebook.chassis.outbox;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Events that leave if and only if the change that they are about was committed: at least once each, and those of one key in the order of their
 * commits. A reader that remembers event ids (header {@code ce_id}) sees each once.
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
     * Part of the caller's transaction. Another transaction with an event of the same topic and key waits here until this one ends, so append late.
     *
     * @throws IllegalStateException when there is no transaction to be part of
     * @throws IllegalArgumentException when the payload is larger than {@link OutboxSettings#maxPayload}
     */
    public void append(OutboxEvent event) {
        if (event.payload().length > maxPayload) {
            throw new IllegalArgumentException(
                    "payload of %d bytes is over %d".formatted(event.payload().length, maxPayload));
        }
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("an event belongs to the transaction of its change, and there is none");
        }
        table.insert(event, traceparent());
        transaction.registerInterposedSynchronization(new AfterCommit(relay::wake));
    }

    private static Optional<String> traceparent() {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, Map::put);
        return Optional.ofNullable(headers.get("traceparent"));
    }
}
