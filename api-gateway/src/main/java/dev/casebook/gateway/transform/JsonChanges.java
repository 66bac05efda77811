package dev.casebook.gateway.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What becomes of JSON documents, one change after the other. A document is read strictly, since one that two readers take for two different
 * documents (a name that is there twice) would be changed for one of them only; numbers stay as exact as they are.
 */
public final class JsonChanges {

    /** What a request may take of the gateway's memory anyway; and a document is read on the event loop. */
    public static final int LARGEST = 64 << 10;

    private static final int DEEPEST = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final int maxSize;
    private final List<JsonChange> changes;

    /** @param maxSize of a document, in bytes, {@link #LARGEST} at most; a longer one is refused */
    public JsonChanges(int maxSize, List<JsonChange> changes) {
        this.maxSize = maxSize;
        this.changes = List.copyOf(changes);
    }

    /** For people: what is done, in this order. */
    @Override
    public String toString() {
        return changes.stream().map(JsonChange::text).collect(Collectors.joining(", "));
    }

    public int maxSize() {
        return maxSize;
    }

    /** @param mediaType as Content-Type has it; empty when nothing is said */
    public static boolean isJson(String mediaType) {
        var type = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }

    /** @throws NotJsonException when it is none */
    public byte[] apply(byte[] document) throws NotJsonException {
        try {
            var tree = MAPPER.readTree(document);
            if (tree.isMissingNode()) {
                throw new NotJsonException("it is empty");
            }
            changes.forEach(change -> change.apply(tree));
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new NotJsonException(
                    at == null
                            ? e.getOriginalMessage()
                            : "%s, in line %d, column %d"
                                    .formatted(e.getOriginalMessage(), at.getLineNr(), at.getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
