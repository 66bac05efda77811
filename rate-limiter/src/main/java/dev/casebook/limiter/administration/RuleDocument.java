package dev.casebook.limiter.administration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.limiter.rules.Mode;
import dev.casebook.limiter.rules.Rules;
import dev.casebook.limiter.rules.RulesText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client sends: the content of a file of rules, right in every way.
 *
 * @param json as it is kept
 */
record RuleDocument(String domain, String json) {

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** A level of descriptors is a list and a map; further down, nobody can read it. */
    private static final int DEEPEST = 40;

    /** @throws dev.casebook.limiter.rules.InvalidRulesException in the words of the reader of rules */
    static RuleDocument ofYaml(String body, Mode mode, int longest, ObjectMapper json) {
        return of(RulesText.parseForeign(body), mode, longest, json);
    }

    /** @throws dev.casebook.limiter.rules.InvalidRulesException in the words of the reader of rules */
    static RuleDocument ofJson(String body, Mode mode, int longest, ObjectMapper json) {
        return of(object(body, json), mode, longest, json);
    }

    private static Map<String, Object> object(String body, ObjectMapper json) {
        try {
            return Optional.ofNullable(json.readValue(body, OBJECT)).orElseThrow(() -> malformed(null));
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private static ProblemException malformed(Exception cause) {
        return new ProblemException(
                Problem.of(400, "malformed-json", "The body is not a well-formed JSON object"), cause);
    }

    private static RuleDocument of(Map<?, ?> document, Mode mode, int longest, ObjectMapper json) {
        checkPlain(document, 0);
        var domain = Rules.of(mode, document).domains().stream().findFirst().orElseThrow();
        checkDomain(domain);
        var text = text(document, json);
        if (text.length() > longest) {
            throw AdministrationProblems.invalid(
                    "body", "has %d characters as JSON, and may have %d".formatted(text.length(), longest));
        }
        if (!isText(text)) {
            throw AdministrationProblems.invalid("body", "has half of a surrogate pair");
        }
        return new RuleDocument(domain, text);
    }

    static void checkDomain(String domain) {
        if (domain == null || !isDomain(domain)) {
            throw AdministrationProblems.invalid(
                    "domain", "must be 1 to 128 letters, digits, or . _ : - after the first");
        }
    }

    static boolean isDomain(String text) {
        return DOMAIN.matcher(text).matches();
    }

    /** Whether it can be written in UTF-8. */
    static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static void checkPlain(Object value, int depth) {
        if (depth > DEEPEST) {
            throw AdministrationProblems.invalid("body", "is nested more than %d levels deep".formatted(DEEPEST / 2));
        }
        switch (value) {
            case Map<?, ?> object -> object.values().forEach(below -> checkPlain(below, depth + 1));
            case List<?> list -> list.forEach(below -> checkPlain(below, depth + 1));
            case String _, Number _, Boolean _ -> {
                // As JSON has it.
            }
            case null -> {
                // As JSON has it.
            }
            default ->
                throw AdministrationProblems.invalid(
                        "body", "has %s, which is none of JSON's; quote it".formatted(value));
        }
    }

    private static String text(Map<?, ?> document, ObjectMapper json) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and scalars are always writable", e);
        }
    }
}
