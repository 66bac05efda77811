package dev.casebook.gateway.routes;

import dev.casebook.gateway.transform.JsonChanges;
import java.util.Optional;

/**
 * What a route changes on the way.
 *
 * @param rewrite the path that the upstream is asked for instead
 * @param requestJson what becomes of a request's body, which then has to be JSON
 * @param answerJson what becomes of an answer's body when it is JSON
 */
public record Changes(
        Optional<PathTemplate> rewrite,
        HeaderChanges request,
        HeaderChanges answer,
        Optional<JsonChanges> requestJson,
        Optional<JsonChanges> answerJson) {

    static Changes rewriting(PathTemplate path) {
        return new Changes(
                Optional.of(path), HeaderChanges.NONE, HeaderChanges.NONE, Optional.empty(), Optional.empty());
    }
}
