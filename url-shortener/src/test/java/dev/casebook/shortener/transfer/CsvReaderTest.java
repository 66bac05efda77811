package dev.casebook.shortener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "a,b; a|b",
                "a,; a|",
                ",; |",
                "\"a,b\",c; a,b|c",
                "\"say \"\"hi\"\"\"; say \"hi\"",
                "\"\"; ~~",
                "a\"b; a\"b",
                "~ a , b ~;~ a | b ~",
            })
    void fields(String line, String expected) throws IOException {
        assertThat(records(line)).containsExactly(List.of(expected.split("\\|", -1)));
    }

    @Test
    void linesEndInEitherWayAndEmptyOnesAreNone() throws IOException {
        assertThat(records("\ufeffa,b\r\n\r\nc,d\n\n\"e\nf\",g\r\n"))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e\nf", "g"));
        assertThat(records("")).isEmpty();
        assertThat(records("\n\r\n")).isEmpty();
    }

    @Property
    void whatIsQuotedIsReadBack(@ForAll @Size(min = 1, max = 5) List<String> fields) throws IOException {
        var line = fields.stream()
                .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));

        assertThat(records(line + "\r\n" + line)).containsExactly(fields, fields);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {"\"a", "\"a\"b,c", "\"a\" ,b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void whatIsMalformedIsRefused(String line) {
        assertThatExceptionOfType(MalformedImportException.class).isThrownBy(() -> records(line, 20));
    }

    private static List<List<String>> records(String text) throws IOException {
        return records(text, 100_000);
    }

    private static List<List<String>> records(String text, int maxRecord) throws IOException {
        var reader = new CsvReader(new StringReader(text), maxRecord);
        var records = new ArrayList<List<String>>();
        for (var record = reader.next(); record.isPresent(); record = reader.next()) {
            records.add(record.get());
        }
        return records;
    }
}
