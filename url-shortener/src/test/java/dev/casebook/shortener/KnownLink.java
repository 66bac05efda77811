package dev.casebook.shortener;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.stream.IntStream;

/** A link that this instance knows, and that people follow whatever is away. */
final class KnownLink {

    private static final int VISITORS = 40;
    private static final Duration IN_TIME = Duration.ofMillis(100);

    /** A few, should a probe be due. */
    private static final double PROBES = 5;

    private final String owner;
    private final String code;
    private final MeterRegistry meters;
    private int followed;

    KnownLink(String owner, MeterRegistry meters) {
        this.owner = owner;
        this.meters = meters;
        this.code = create(owner, "https://example.com/");
        visit();
    }

    /**
     * All are redirected, and nobody waits for Redis or the store. Most in time: on a machine that runs tests a few may wait for the processor, but who waited for what is away would
     * wait each time.
     */
    void goesOn() {
        double before = storeCalls();
        double knownBefore = answersOfItsOwn();

        long inTime = visit();

        assertThat(inTime).as("redirects within " + IN_TIME).isGreaterThan(VISITORS / 2);
        assertThat(answersOfItsOwn() - knownBefore)
                .as("answered without Redis and the store")
                .isEqualTo(VISITORS);
        assertThat(storeCalls() - before).as("calls at the store").isLessThan(PROBES);
    }

    /** Once everything is back: each redirect, and no other. */
    void isCountedExactly() {
        soon().ignoreExceptions().untilAsserted(() -> as(owner)
                .get(LINKS + "/" + code + "/stats")
                .then()
                .statusCode(200)
                .body("total", equalTo(followed)));
    }

    /** @return how many were redirected in time */
    private long visit() {
        followed += VISITORS;
        return IntStream.range(0, VISITORS).filter(_ -> isInTime()).count();
    }

    private boolean isInTime() {
        long begun = System.nanoTime();
        follow(code).statusCode(302);
        return System.nanoTime() - begun < IN_TIME.toNanos();
    }

    private double answersOfItsOwn() {
        return meters.get("shortener.redirects.answers")
                .tag("source", "local")
                .counter()
                .count();
    }

    private double storeCalls() {
        return meters.get("shortener.store.calls")
                .tag("kind", "lookup")
                .counter()
                .count();
    }
}
