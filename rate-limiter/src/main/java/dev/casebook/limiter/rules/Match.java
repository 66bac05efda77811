package dev.casebook.limiter.rules;

import java.util.List;

/**
 * The limit that holds for a descriptor.
 *
 * @param key whose hits are counted. No two lists of entries share one by accident, whatever characters their keys and values have, and none is long.
 * @param path the rule's, with the values of the descriptor where the rule says that they are to be counted apart
 * @param overridden whether the limit is an override's, in place of the rule's
 */
public record Match(Limit limit, String key, List<String> path, boolean overridden) {}
