package dev.casebook.limiter.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;

/** The steps that throttled's rate_test.go and redis-cell's cell/mod.rs share: one a second, five at once. */
class GcraVectorsTest {

    private static final long START = 1_780_000_000_000_000L;
    private static final double SECOND = 1_000_000;

    private final Key<?> key = Key.of(new Gcra(new Rate(1, (long) SECOND), 5));

    @Example
    void decidesAsTheyDo() {
        refuses(0, 6, 5, 0, Decision.NEVER);
        admits(0, 1, 4, 1);
        admits(0, 1, 3, 2);
        admits(0, 1, 2, 3);
        admits(0, 1, 1, 4);
        admits(0, 1, 0, 5);
        refuses(0, 1, 0, 5, (long) SECOND);
        admits(3, 1, 2, 3);
        admits(3.1, 1, 1, 3.9);
        admits(4, 1, 1, 4);
        admits(8, 1, 4, 1);
        admits(9.5, 1, 4, 1);
        admits(9.5, 0, 4, 1);
        admits(9.5, 2, 2, 3);
        refuses(9.5, 5, 2, 3, (long) (3 * SECOND));
        refuses(15, 6, 5, 0, Decision.NEVER);
    }

    private void admits(double at, long cost, long remaining, double reset) {
        assertThat(key.hit(micros(at), cost)).isEqualTo(Decision.admitted(remaining, Math.round(reset * SECOND)));
    }

    private void refuses(double at, long cost, long remaining, double reset, long retryAfter) {
        assertThat(key.hit(micros(at), cost))
                .isEqualTo(Decision.refused(remaining, retryAfter, Math.round(reset * SECOND)));
    }

    private static long micros(double at) {
        return START + Math.round(at * SECOND);
    }
}
