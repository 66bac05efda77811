package dev.casebook.lab.limiters.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.limiters.trace.Commands.Domain;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final String GCRA = "limiter:{GCRA}:GCRA:100:1000000:1:trace";
    private static final String LOG = "limiter:{sliding window log}:LOG:1000000:1:trace";

    private final Commands commands = new Commands();

    private void call(String key, String... carriedOut) {
        commands.read("1780000000.000001 [0 127.0.0.1:5000] \"EVALSHA\" \"d1\" \"1\" \"%s\" \"0\"".formatted(key));
        for (var command : carriedOut) {
            commands.read("1780000000.000002 [0 lua] \"%s\"".formatted(command));
        }
    }

    @Test
    void whatAScriptDoesBelongsToTheDomainItWasCalledFor() {
        call(GCRA, "TIME", "MGET", "SET");
        call(LOG, "TIME", "MGET");
        call(GCRA, "TIME", "MGET");

        assertThat(commands.of("GCRA")).contains(new Domain(GCRA, 2, 5));
        assertThat(commands.of("sliding window log")).contains(new Domain(LOG, 1, 2));
        assertThat(commands.domains()).containsExactlyInAnyOrder("GCRA", "sliding window log");
    }

    @Test
    void otherCommandsBelongToNobody() {
        call(GCRA, "TIME");
        commands.read("1780000000.000003 [0 127.0.0.1:5001] \"MEMORY\" \"USAGE\" \"%s\"".formatted(GCRA));
        commands.read("1780000000.000004 [0 127.0.0.1:5001] \"EVAL\" \"return 1\" \"0\"");
        commands.read("1780000000.000005 [0 lua] \"TIME\"");
        commands.read("+OK");

        assertThat(commands.of("GCRA")).contains(new Domain(GCRA, 1, 1));
        assertThat(commands.domains()).containsExactly("GCRA");
    }
}
