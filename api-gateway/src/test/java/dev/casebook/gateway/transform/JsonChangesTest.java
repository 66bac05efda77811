package dev.casebook.gateway.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonChangesTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static String changed(String document, JsonChange... changes) throws NotJsonException {
        var bytes = document.getBytes(StandardCharsets.UTF_8);
        return new String(new JsonChanges(1024, List.of(changes)).apply(bytes), StandardCharsets.UTF_8);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments(JsonChange.remove("/a"), "{'a':1,'b':2}", "{'b':2}"),
                arguments(JsonChange.remove("/a/b"), "{'a':{'b':1,'c':2}}", "{'a':{'c':2}}"),
                arguments(JsonChange.remove("/a~1b/~0"), "{'a/b':{'~':1}}", "{'a/b':{}}"),
                arguments(JsonChange.remove("/*/a"), "[{'a':1},{'b':2},3]", "[{},{'b':2},3]"),
                arguments(JsonChange.remove("/x/*/a"), "{'x':[{'a':1,'c':1},{'a':2}]}", "{'x':[{'c':1},{}]}"),
                arguments(JsonChange.rename("/a", "b"), "{'a':1,'b':2}", "{'b':1}"),
                arguments(JsonChange.rename("/a", "a"), "{'a':1}", "{'a':1}"),
                arguments(JsonChange.rename("/*/a", "b"), "[{'a':null}]", "[{'b':null}]"),
                arguments(JsonChange.move("/a/b", "/c/d"), "{'a':{'b':[1]}}", "{'a':{},'c':{'d':[1]}}"),
                arguments(JsonChange.move("/a/b", "/a"), "{'a':{'b':1}}", "{'a':1}"),
                arguments(JsonChange.set("/a/b", NODES.numberNode(7)), "{}", "{'a':{'b':7}}"),
                arguments(JsonChange.set("/a", NODES.textNode("x")), "{'a':{}}", "{'a':'x'}"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void documentIsChanged(JsonChange change, String before, String after) throws NotJsonException {
        assertThat(changed(before.replace('\'', '"'), change)).isEqualTo(after.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":1}", "[1,2]", "\"text\"", "null", "{\"a\":[{\"b\":1}]}", "{\"a\":5}"})
    void whatHasAnotherShapeIsLeftAsItIs(String document) throws NotJsonException {
        assertThat(changed(
                        document,
                        JsonChange.remove("/a/b"),
                        JsonChange.rename("/a/b/c", "d"),
                        JsonChange.move("/a/b/c", "/y")))
                .isEqualTo(document);
    }

    @Test
    void changesComeOneAfterTheOther() throws NotJsonException {
        assertThat(changed(
                        "{\"a\":1}",
                        JsonChange.rename("/a", "b"),
                        JsonChange.set("/a", NODES.booleanNode(true)),
                        JsonChange.remove("/b")))
                .isEqualTo("{\"a\":true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12345678901234567890123456789", "0.10000000000000000555", "1.50", "-0", "9007199254740993"})
    void numbersStayExact(String number) throws NotJsonException {
        assertThat(changed("{\"n\":%s}".formatted(number)))
                .isEqualTo("{\"n\":%s}".formatted(number.replace("-0", "0")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a":1,"a":2}  | Duplicate field 'a'
                    {"a":1         | line 1
                    {"a":1} {}     | Trailing token
                    {'a':1}        | line 1, column
                    ``             | it is empty
                    """)
    void whatTwoReadersCouldTakeForTwoDocumentsIsRefused(String document, String reason) {
        assertThatThrownBy(() -> changed(document))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void documentThatIsTooDeepIsRefused() {
        assertThatThrownBy(() -> changed("[".repeat(101) + "]".repeat(101)))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining("nesting depth");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "application/JSON ; charset=utf-8, true",
        "application/problem+json, true",
        "text/json, false",
        "application/jsonp, false",
        "'', false"
    })
    void jsonIsToldByItsType(String type, boolean json) {
        assertThat(JsonChanges.isJson(type)).isEqualTo(json);
    }
}
