package dev.casebook.gateway.routes;

/**
 * Who is refused first when the gateway has much to do. What matters less may take only a part of the places that there are, so the rest stays
 * free for what matters more (Google, Site Reliability Engineering, chapter 21, "Criticality").
 */
public enum Criticality {
    /** May wait for a better time: an import, a report. */
    BULK(50),
    NORMAL(80),
    /** What the service is there for. */
    CRITICAL(100);

    private final int percent;

    Criticality(int percent) {
        this.percent = percent;
    }

    /**
     * How many requests of all kinds there may be with one more of this one.
     *
     * @param places for requests of all kinds, 1 or more
     * @return 1 to {@code places}, and never more than for what matters more
     */
    public int most(int places) {
        return (int) (((long) places * percent + 99) / 100);
    }
}
