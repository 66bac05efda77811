package dev.casebook.shortener.visits;

/** Whether a limited link may be followed. */
public enum Permit {
    GRANTED,
    /** As many visits as the limit allows are spent or leased. */
    SPENT,
    /** The link is deleted, which this instance has not heard of yet. */
    DELETED,
    /** This instance cannot say before it has asked the store: see {@link Visits#refill}. */
    ASK
}
