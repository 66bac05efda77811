package dev.casebook.shortener.shlink;

import dev.casebook.shortener.rules.Storable;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Query parameters as PHP reads them: {@code tags[]=a&tags[]=b}, {@code excludeBots=true}. */
final class ShlinkQuery {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

    private final MultivaluedMap<String, String> parameters;

    ShlinkQuery(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
        parameters.forEach((name, values) -> values.forEach(value -> {
            if (!Storable.isStorable(value)) {
                throw invalid(name, "holds characters that nothing has");
            }
        }));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.getFirst(name)).filter(text -> !text.isEmpty());
    }

    /** {@code name[]=a&name[]=b}, {@code name[0]=a&name[1]=b}, {@code name=a}. */
    List<String> texts(String name) {
        var form = Pattern.compile(Pattern.quote(name) + "(\\[\\d*\\])?");
        return parameters.entrySet().stream()
                .filter(entry -> form.matcher(entry.getKey()).matches())
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** True for {@code name}, {@code name=true} and {@code name=1}. */
    boolean flag(String name) {
        return switch (parameters.getFirst(name)) {
            case "", "1", "true", "yes", "on" -> true;
            case null -> false;
            case "0", "false", "no", "off" -> false;
            default -> throw invalid(name, "must be true or false");
        };
    }

    Optional<Instant> instant(String name) {
        return text(name).map(text -> Dates.parse(text)
                .filter(Storable::isStorable)
                .orElseThrow(() -> invalid(name, "must be a date as in 2026-01-31T12:00:00+00:00")));
    }

    /** @param usual items of a page when the client names no number */
    Paging paging(int usual, int most) {
        int page = number("page").orElse(1);
        int size = number("itemsPerPage").orElse(usual);
        return new Paging(Math.max(1, page), size < 1 ? most : Math.min(size, most));
    }

    private Optional<Integer> number(String name) {
        return text(name).map(text -> {
            if (!NUMBER.matcher(text).matches()) {
                throw invalid(name, "must be a number");
            }
            return Integer.valueOf(text);
        });
    }

    private static ShlinkProblemException invalid(String name, String message) {
        return ShlinkProblemException.invalidData(name, name + " " + message);
    }
}
