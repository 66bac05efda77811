package dev.casebook.limiter.decisions;

import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.rules.Limit;
import java.util.List;
import java.util.OptionalLong;

/**
 * A decision.
 *
 * @param source what decided
 * @param parts one for each descriptor that a limit holds for
 */
public record Decided(String domain, boolean admitted, String source, List<Part> parts) {

    /**
     * Of one descriptor.
     *
     * @param refused whether its limit refused, told or not
     * @param remaining absent when nothing was counted
     */
    public record Part(Limit limit, List<Entry> entries, long cost, boolean refused, OptionalLong remaining) {}
}
