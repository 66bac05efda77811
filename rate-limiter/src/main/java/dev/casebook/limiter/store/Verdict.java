package dev.casebook.limiter.store;

import dev.casebook.limiter.algorithms.Decision;
import java.util.List;

/**
 * What became of a {@link Request}.
 *
 * @param now microseconds since 1970 by the clock of the store, when it decided
 * @param admitted whether what was admitted was charged, too
 * @param remembered whether the store was not asked, since every limit was known to refuse
 * @param decisions one for each demand, in their order; when the request is refused, those that were admitted say how things stand uncharged
 */
public record Verdict(long now, boolean admitted, boolean remembered, List<Decision> decisions) {}
