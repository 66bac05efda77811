package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplanationTest {

    private final Explanation explanation = new Explanation(System.nanoTime());

    @Test
    void fitsIntoAHeaderWhateverIsTold() {
        explanation.say("line", "one\r\nX-Injected: two \u00e9 \" \\ \0");
        for (int i = 0; i < 1000; i++) {
            explanation.say("many", "\u00e9".repeat(i));
        }

        var json = explanation.json();

        assertThat(json).hasSizeLessThan(8000).matches("\\[[ -~]+}]").contains("X-Injected: two \\u00E9");
    }
}
