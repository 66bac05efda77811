package dev.casebook.gateway.routes;

import java.util.Optional;

/**
 * What a route changes on the way.
 *
 * @param rewrite the path that the upstream is asked for instead
 */
public record Changes(Optional<PathTemplate> rewrite, HeaderChanges request, HeaderChanges answer) {

    static final Changes NONE = new Changes(Optional.empty(), HeaderChanges.NONE, HeaderChanges.NONE);
}
