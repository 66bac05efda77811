package dev.casebook.shortener.clicks;

import java.util.UUID;

/**
 * How a journal stands.
 *
 * @param lastSequence of the last click appended, since the journal was made
 * @param appended clicks that this process appended
 * @param shipped clicks that Kafka acknowledged to this process
 * @param waiting clicks that Kafka has not acknowledged
 * @param lost clicks declared lost since the journal was made
 * @param bytes of all segments
 */
record JournalLevel(
        UUID journal, long lastSequence, long appended, long shipped, long waiting, long lost, long bytes) {}
