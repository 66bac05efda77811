package dev.casebook.shortener.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.shortener.rules.RedirectStatus;
import dev.casebook.shortener.rules.Redirection;
import dev.casebook.shortener.rules.Rule;
import dev.casebook.shortener.rules.RuleFields;
import dev.casebook.shortener.rules.Window;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Between rows of table links and records. */
@ApplicationScoped
public class LinkRow {

    /** What {@link #redirection} reads. */
    public static final String REDIRECTION =
            "url, valid_from, valid_until, max_visits, status, forward_query, rules, max_age";

    static final String COLUMNS =
            "id, code, owner, version, created_at, updated_at, deleted_at, title, tags, " + REDIRECTION;

    private final ObjectMapper json;

    LinkRow(ObjectMapper json) {
        this.json = json;
    }

    public Redirection redirection(ResultSet row) throws SQLException {
        long maxVisits = row.getLong("max_visits");
        return new Redirection(
                row.getString("url"),
                new Window(optionalInstant(row, "valid_from"), optionalInstant(row, "valid_until")),
                maxVisits == 0 ? OptionalLong.empty() : OptionalLong.of(maxVisits),
                RedirectStatus.of(row.getInt("status")),
                row.getBoolean("forward_query"),
                rules(row.getString("rules")),
                row.getInt("max_age"));
    }

    List<Link> links(PreparedStatement statement) throws SQLException {
        var links = new ArrayList<Link>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                links.add(link(rows));
            }
        }
        return links;
    }

    /** @return null when there is none: the row then costs no byte */
    String rules(Redirection redirection) {
        try {
            return redirection.rules().isEmpty()
                    ? null
                    : json.writeValueAsString(
                            redirection.rules().stream().map(RuleFields::of).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own rules are always writable", e);
        }
    }

    /** @return a JSON array; null when there is none */
    String tags(Label label) {
        try {
            return label.tags().isEmpty() ? null : json.writeValueAsString(label.tags());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own tags are always writable", e);
        }
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private Link link(ResultSet row) throws SQLException {
        var tags = row.getArray("tags");
        return new Link(
                row.getLong("id"),
                row.getString("code"),
                row.getString("owner"),
                redirection(row),
                new Label(
                        Optional.ofNullable(row.getString("title")),
                        tags == null ? List.of() : List.of((String[]) tags.getArray())),
                row.getLong("version"),
                optionalInstant(row, "created_at").orElseThrow(),
                optionalInstant(row, "updated_at").orElseThrow(),
                row.getObject("deleted_at") != null);
    }

    private List<Rule> rules(String text) {
        if (text == null) {
            return List.of();
        }
        try {
            return Stream.of(json.readValue(text, RuleFields[].class))
                    .map(fields -> fields.rule(fields.url()))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rules were written as a JSON array of rules", e);
        }
    }

    private static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
