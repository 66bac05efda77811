package dev.casebook.gateway.limits;

import dev.casebook.gateway.routes.Concurrency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a request at the limits of requests at one time.
 *
 * @param taken one for each limit, or none
 * @param missing where there was no room
 */
public record Places(List<Place> taken, Optional<Place> missing) {

    /** The limit that has no room for the request. */
    public Optional<Concurrency> full() {
        return missing.map(Place::limit);
    }

    /** One text for each limit, for a person who wants to know why; of a refusal, the one. */
    public List<String> texts() {
        return Stream.concat(taken.stream(), missing.stream()).map(Place::text).toList();
    }
}
