package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path folder;

    private Path file;
    private LogTail tail;

    @BeforeEach
    void setUp() {
        file = folder.resolve("kafka.log");
        tail = new LogTail(file, 2);
    }

    @Test
    void theLastLinesAndThenWhatIsAdded() throws IOException {
        add("one\ntwo\nthree\n");
        assertThat(tail.next()).containsExactly("two", "three");
        assertThat(tail.next()).isEmpty();

        add("four\nfi");
        assertThat(tail.next()).containsExactly("four");
        add("ve\n");
        assertThat(tail.next()).containsExactly("five");
    }

    @Test
    void aLogThatBeginsAgainIsReadFromItsStart() throws IOException {
        add("one\ntwo\nthree\n");
        tail.next();

        Files.writeString(file, "new\n");

        assertThat(tail.next()).containsExactly("new");
    }

    @Test
    void aLogThatIsNotThereYetIsEmpty() throws IOException {
        assertThat(tail.next()).isEmpty();
    }

    private void add(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
