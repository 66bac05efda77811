package dev.casebook.shortener.clicks;

import java.util.UUID;

/**
 * How a journal stands.
 *
 * @param lastSequence of the last click appended, since the journal was made
 * @param appended clicks that this process appended
 * @param waiting clicks that Kafka has not acknowledged
 * @param lost clicks declared lost since the journal was made
 * @param bytes of all segments
 */
record JournalLevel(UUID journal, long lastSequence, long appended, long waiting, long lost, long bytes) {}
