package dev.casebook.lab.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ConsoleErrorsTest {

    private final ConsoleErrors errors = new ConsoleErrors();

    private void hear(String event) throws JsonProcessingException {
        errors.hear(new ObjectMapper().readTree(event));
    }

    private static String logged(String level, String source) {
        return """
                {"method": "Log.entryAdded", "params": {"entry": {"level": "%s", "source": "%s", "text": "refused"}}}
                """.formatted(level, source);
    }

    @Test
    void scriptThatThrowsIsAFault() throws JsonProcessingException {
        hear("""
                {"method": "Runtime.exceptionThrown",
                 "params": {"exceptionDetails": {"exception": {"description": "TypeError: x"}}}}
                """);

        assertThat(errors.seen()).containsExactly("TypeError: x");
    }

    @Test
    void brokenPolicyIsAFaultAndARefusedRequestIsNone() throws JsonProcessingException {
        hear(logged("error", "security"));
        hear(logged("error", "network"));
        hear(logged("warning", "security"));
        hear("{\"method\": \"Page.loadEventFired\"}");

        assertThat(errors.seen()).containsExactly("refused");
    }
}
