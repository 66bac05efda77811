package dev.casebook.shortener.clicks;

import java.time.Instant;

/**
 * A click as the journal holds it.
 *
 * @param sequence its place in its journal, from 1
 * @param at when the redirect was answered, to the millisecond
 */
record JournalledClick(long sequence, String code, Instant at) {}
