package dev.casebook.gateway.upstreams;

import dev.casebook.gateway.routes.Balancing;
import java.util.random.RandomGenerator;

/** The instances that may get a request, for as long as it takes to choose among them. */
final class Candidates {

    /** 2^64 divided by the golden ratio. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Instance[] instances;
    private int count;
    private int weight;
    private boolean even = true;

    /** @param most that may be added */
    Candidates(int most) {
        instances = new Instance[most];
    }

    void add(Instance instance) {
        even &= count == 0 || instance.weight() == instances[0].weight();
        weight += instance.weight();
        instances[count++] = instance;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** @param turn grows by one with each request */
    Instance choose(Balancing balancing, long turn, long now, RandomGenerator random) {
        int first = byTurn(turn);
        if (count == 1 || balancing == Balancing.ROUND_ROBIN) {
            return instances[first];
        }
        // Of two that are as busy as each other the one whose turn it is: so a quiet service is shared evenly.
        int second = (first + 1 + random.nextInt(count - 1)) % count;
        return instances[second].load(balancing, now) < instances[first].load(balancing, now)
                ? instances[second]
                : instances[first];
    }

    /**
     * Instances of equal weight take turns. Others get their shares by multiples of the golden ratio, modulo 1, which are spread evenly however
     * few or many are looked at (Weyl 1916): no state that event loops would have to share, and weights may change at any moment.
     */
    private int byTurn(long turn) {
        if (even) {
            return Math.floorMod(turn, count);
        }
        double rest = (turn * GOLDEN >>> 11) * 0x1p-53 * weight;
        int i = 0;
        while (i < count - 1 && rest >= instances[i].weight()) {
            rest -= instances[i++].weight();
        }
        return i;
    }
}
