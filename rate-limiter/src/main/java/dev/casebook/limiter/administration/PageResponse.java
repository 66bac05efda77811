package dev.casebook.limiter.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A page of a list.
 *
 * @param next the cursor of the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PageResponse<T>(List<T> items, Optional<String> next) {

    /**
     * @param sorted what lies behind the cursor
     * @param position of an item, by which they are sorted
     */
    static <T> PageResponse<T> of(Stream<T> sorted, int limit, Function<T, String> position) {
        var found = sorted.limit(limit + 1L).toList();
        if (found.size() <= limit) {
            return new PageResponse<>(found, Optional.empty());
        }
        var items = found.subList(0, limit);
        return new PageResponse<>(items, Optional.of(Cursor.of(position.apply(items.getLast()))));
    }

    static int size(Optional<Integer> asked, AdministrationSettings settings) {
        int size = asked.orElseGet(settings::pageSize);
        if (size < 1 || size > settings.maxPageSize()) {
            throw AdministrationProblems.badParameter("limit", "must be from 1 to " + settings.maxPageSize());
        }
        return size;
    }
}
