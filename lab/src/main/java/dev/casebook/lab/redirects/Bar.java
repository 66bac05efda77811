package dev.casebook.lab.redirects;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The load of a round. */
record Bar(int rate, Duration measured, int links, int redirectsPerCreation) {

    /** What the url-shortener is meant to carry on a machine of two cores. */
    static final Bar AIM = new Bar(8000, Duration.ofMinutes(5), 1_000_000, 100);

    /** @return how it is less than that one; empty when it is not */
    List<String> lessThan(Bar aim) {
        var less = new ArrayList<String>();
        if (rate < aim.rate) {
            less.add("%,d requests/s of %,d".formatted(rate, aim.rate));
        }
        if (measured.compareTo(aim.measured) < 0) {
            less.add("%,d s of %,d".formatted(measured.toSeconds(), aim.measured.toSeconds()));
        }
        if (links < aim.links) {
            less.add("%,d links of %,d".formatted(links, aim.links));
        }
        if (redirectsPerCreation == 0 || redirectsPerCreation > aim.redirectsPerCreation) {
            less.add("fewer than one creation for %d redirects".formatted(aim.redirectsPerCreation));
        }
        return less;
    }
}
