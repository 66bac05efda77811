package dev.casebook.gateway.cache;

import static dev.casebook.gateway.cache.CacheFixtures.answer;
import static dev.casebook.gateway.cache.CacheFixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorabilityTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            200 | max-age=60                      | true
            200 | public                          | true
            200 | s-maxage=60                     | true
            200 | no-store, max-age=60            | false
            200 | private, max-age=60             | false
            200 | private="x-mine", max-age=60    | true
            200 | no-cache                        | true
            201 | max-age=60                      | true
            201 | x                               | false
            206 | max-age=60                      | false
            304 | max-age=60                      | false
            404 | x                               | true
            500 | x                               | false
            503 | max-age=60                      | true
            599 | max-age=60                      | true
            599 | max-age=60, must-understand     | false
            200 | no-store, must-understand, max-age=60 | true
            """)
    @DisplayName("RFC 9111 §3")
    void whatAnAnswerSaysDecides(int status, String cacheControl, boolean storable) {
        assertThat(answer(status, "Cache-Control: " + cacheControl).isStorable(get()))
                .isEqualTo(storable);
    }

    @Test
    void requestMayForbidIt() {
        assertThat(answer(200, "Cache-Control: max-age=60").isStorable(get("Cache-Control: no-store")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer x", "Cookie: a=b", "X-Api-Key: k"})
    @DisplayName("RFC 9111 §3.5: who is known gets an answer of his own, unless it says that it is for all")
    void answerToSomebodyKnownIsPrivateUnlessItSaysOtherwise(String credentials) {
        var known = get(credentials);

        assertThat(answer(200, "Cache-Control: max-age=60").isStorable(known)).isFalse();
        assertThat(answer(200, "Cache-Control: max-age=60, public").isStorable(known))
                .isTrue();
        assertThat(answer(200, "Cache-Control: s-maxage=60").isStorable(known)).isTrue();
        assertThat(answer(200, "Cache-Control: max-age=60, must-revalidate").isStorable(known))
                .isTrue();
    }

    @Test
    void answerThatSetsACookieIsNotStored() {
        assertThat(answer(200, "Cache-Control: public, max-age=60", "Set-Cookie: a=b")
                        .isStorable(get()))
                .isFalse();
    }

    @Test
    @DisplayName("RFC 9111 §5.2.2.4: the cookie alone is left out when the answer says so")
    void cookieMayBeLeftOut() {
        var answer = answer(200, "Cache-Control: max-age=60, no-cache=\"Set-Cookie\"", "Set-Cookie: a=b", "X: y");

        assertThat(answer.isStorable(get())).isTrue();
        var stored = answer.head(get(), Duration.ZERO);
        assertThat(stored.header("Set-Cookie")).isEmpty();
        assertThat(stored.header("X")).contains("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "Accept, *", ", *", "X-Forwarded-For", "Forwarded"})
    @DisplayName("RFC 9111 §4.1: no later request can match Vary: *, or what differs with each client")
    void answerThatVariesByEverythingIsNotStored(String vary) {
        assertThat(answer(200, "Cache-Control: max-age=60", "Vary: " + vary).isStorable(get()))
                .isFalse();
    }
}
