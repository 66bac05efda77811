package dev.casebook.shortener.shlink;

import java.util.Map;

/** @param sql what comes after ORDER BY; put together from our own words only */
record ShortUrlOrder(String sql) {

    private static final Map<String, String> COLUMNS = Map.of(
            "dateCreated", "created_at",
            "shortCode", "code",
            "longUrl", "url",
            "title", "title",
            "visits", "total",
            "nonBotVisits", "total - bots");

    /** {@code visits-DESC}; the direction may be left out. */
    static ShortUrlOrder of(ShlinkQuery query) {
        var parts = query.text("orderBy").orElse("dateCreated-DESC").split("-", 2);
        var column = COLUMNS.get(parts[0]);
        var direction = parts.length < 2 ? "ASC" : parts[1];
        if (column == null || !direction.equals("ASC") && !direction.equals("DESC")) {
            throw ShlinkProblemException.invalidData(
                    "orderBy", "orderBy must be one of %s, with -ASC or -DESC".formatted(COLUMNS.keySet()));
        }
        return new ShortUrlOrder("%s %s NULLS LAST, id %s".formatted(column, direction, direction));
    }
}
