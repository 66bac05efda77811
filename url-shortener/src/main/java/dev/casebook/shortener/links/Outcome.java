package dev.casebook.shortener.links;

/** What became of one wish in a batch. */
public sealed interface Outcome {

    record Created(Link link) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
}
