package dev.casebook.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TurnsTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxGivesAnyUserMoreThanOrdinaryTurns() throws Exception {
        try (var thread = Executors.newSingleThreadExecutor()) {
            assertThat(thread.submit(Turns::ofThisThread).get()).isIn(Turns.REAL_TIME, Turns.SHORT);
        }
    }
}
