package dev.casebook.shortener.statistics;

import dev.casebook.contracts.shortener.v1.Click;

/** All that is kept of the clicks on one link in one period. Visitors and breakdown are those of people; bots are only counted. */
final class Summary {

    private long clicks;
    private long bots;
    private final VisitorSketch visitors;
    private final Breakdown breakdown;

    Summary() {
        this(0, 0, new VisitorSketch(), new Breakdown());
    }

    Summary(long clicks, long bots, VisitorSketch visitors, Breakdown breakdown) {
        this.clicks = clicks;
        this.bots = bots;
        this.visitors = visitors;
        this.breakdown = breakdown;
    }

    void add(Click click) {
        clicks++;
        if (click.getBot()) {
            bots++;
        } else {
            visitors.add(click.getVisitor());
            breakdown.add(click);
        }
    }

    void addAll(Summary other) {
        clicks += other.clicks;
        bots += other.bots;
        visitors.addAll(other.visitors.bytes());
        breakdown.addAll(other.breakdown);
    }

    /** With bots. */
    long clicks() {
        return clicks;
    }

    long bots() {
        return bots;
    }

    VisitorSketch visitors() {
        return visitors;
    }

    Breakdown breakdown() {
        return breakdown;
    }
}
