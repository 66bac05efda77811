package dev.casebook.shortener.visits;

/** What an instance holds about the visits of a link. */
sealed interface Held permits Lease, Finding {

    /** The link's version of which it speaks; of a later version it says nothing. */
    long version();
}
