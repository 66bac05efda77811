package dev.casebook.gateway.identity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the file of API keys. The first mistake ends it: half of a file of keys is none. */
final class ApiKeyFile {

    private static final int MOST = 10_000;
    private static final Set<String> FIELDS = Set.of("id", "sha256", "subject", "scopes", "expires");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    /** RFC 6749 §3.3. */
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

    private ApiKeyFile() {}

    /**
     * @return by id
     * @throws IllegalArgumentException that says what is wrong, and never what a key's hash is
     */
    static Map<String, ApiKey> read(String text) {
        var list = parsed(text).path("keys");
        if (!list.isArray() || list.size() > MOST) {
            throw new IllegalArgumentException("keys: is not a list of at most %d".formatted(MOST));
        }
        var keys = new LinkedHashMap<String, ApiKey>();
        for (var each : list) {
            var key = key(each);
            if (keys.putIfAbsent(key.id(), key) != null) {
                throw new IllegalArgumentException("key %s: is there twice".formatted(key.id()));
            }
        }
        return Map.copyOf(keys);
    }

    private static JsonNode parsed(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "line %d is malformed"
                            .formatted(
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr()),
                    e);
        }
    }

    private static ApiKey key(JsonNode node) {
        var id = text(node, "?", "id", ID);
        node.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw mistake(id, name, "no such field");
            }
        });
        return new ApiKey(
                id,
                HexFormat.of().parseHex(text(node, id, "sha256", HASH)),
                text(node, id, "subject", SUBJECT),
                scopes(node, id),
                expires(node, id));
    }

    private static String text(JsonNode node, String id, String field, Pattern form) {
        var value = node.path(field);
        if (!value.isTextual() || !form.matcher(value.asText()).matches()) {
            throw mistake(id, field, "is not of the form %s".formatted(form));
        }
        return value.asText();
    }

    private static Set<String> scopes(JsonNode node, String id) {
        if (node.has("scopes") && !node.path("scopes").isArray()) {
            throw mistake(id, "scopes", "is not a list");
        }
        var scopes = new HashSet<String>();
        for (var each : node.path("scopes")) {
            if (!each.isTextual() || !SCOPE.matcher(each.asText()).matches()) {
                throw mistake(id, "scopes", "%s is no scope".formatted(each));
            }
            scopes.add(each.asText());
        }
        return Set.copyOf(scopes);
    }

    private static Optional<Instant> expires(JsonNode node, String id) {
        if (!node.has("expires")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(node.path("expires").asText()));
        } catch (DateTimeParseException e) {
            throw mistake(id, "expires", "is not a time such as 2027-01-01T00:00:00Z");
        }
    }

    private static IllegalArgumentException mistake(String id, String field, String reason) {
        return new IllegalArgumentException("key %s: %s: %s".formatted(id, field, reason));
    }
}
