package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.casebook.gateway.routes.Concurrency.By;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcurrencyFieldsTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final List<String> mistakes = new ArrayList<>();

    private List<Concurrency> read(String yaml, Auth auth) throws JsonProcessingException {
        return new ConcurrencyFields(Fields.of("route a", YAML.readTree(yaml), mistakes)).read(Optional.of(auth));
    }

    @Test
    void limitsAreReadInTheirOrder() throws JsonProcessingException {
        var limits = read(
                "concurrency: [{ most: 1000000, by: route }, { most: 20, by: user }, { most: 1, by: key }, { by: address, most: 5 }]",
                Auth.JWT);

        assertThat(mistakes).isEmpty();
        assertThat(limits)
                .containsExactly(
                        new Concurrency(1_000_000, By.ROUTE),
                        new Concurrency(20, By.USER),
                        new Concurrency(1, By.KEY),
                        new Concurrency(5, By.ADDRESS));
        assertThat(limits)
                .extracting(Concurrency::title)
                .containsExactly(
                        "At most 1000000 requests of this route at one time",
                        "At most 20 requests of a user at one time",
                        "At most 1 request of an API key at one time",
                        "At most 5 requests of an address at one time");
    }

    @Test
    void routeThatSaysNothingOfItHasNone() throws JsonProcessingException {
        assertThat(read("id: a", Auth.NONE)).isEmpty();
        assertThat(mistakes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [{ most: 0, by: route }]                   | concurrency[0]: most: 0 is not a number within 1 to 1000000
                    [{ most: 1000001, by: route }]             | concurrency[0]: most: 1000001 is not a number within 1 to 1000000
                    [{ most: many, by: route }]                | concurrency[0]: most: "many" is not a number within 1 to 1000000
                    [{ by: route }]                            | concurrency[0]: most: is missing
                    [{ most: 1 }]                              | concurrency[0]: by: is missing
                    [{ most: 1, by: header }]                  | concurrency[0]: by: header is none of route, user, key, address
                    [{ most: 1, by: route, wait: 1s }]         | concurrency[0]: wait: no such field; there are most, by
                    [{ most: 2, by: route }, { most: 1, by: route }] | concurrency[1]: by: another one is by route too
                    [{ most: 2, by: user }]                    | concurrency: user and key are known only if auth is jwt
                    [{ most: 2, by: key }]                     | concurrency: user and key are known only if auth is jwt
                    []                                         | concurrency: is not a list with something in it
                    20                                         | concurrency: is not a list with something in it
                    """)
    void mistakeIsNamed(String field, String message) throws JsonProcessingException {
        read("concurrency: " + field, Auth.SERVICE);

        assertThat(mistakes).containsExactly("route a: " + message);
    }

    @Test
    void fiveAreTooMany() throws JsonProcessingException {
        read("concurrency: [" + "{ most: 1, by: route }, ".repeat(4) + "{ most: 1, by: address }]", Auth.NONE);

        assertThat(mistakes).contains("route a: concurrency: there are more than 4");
    }

    @ParameterizedTest
    @CsvSource({"0", "1000001"})
    void thereIsNoOtherWayToGetSuchALimit(int most) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Concurrency(most, By.ROUTE));
    }
}
