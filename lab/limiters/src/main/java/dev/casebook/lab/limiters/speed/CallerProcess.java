package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.limiters.services.Program;
import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.limiters.speed.callers.Tally;
import dev.casebook.lab.machine.Component;
import java.io.IOException;

/**
 * A limiter that is called in its own process.
 *
 * @param program one of those in {@code callers}
 */
record CallerProcess(Program program) implements Contestant {

    @Override
    public String name() {
        return program.name();
    }

    @Override
    public Tally run(Order order) {
        try {
            return Tally.parse(program.ask(order.line()));
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRunException(
                    "%s does not answer, see %s: %s".formatted(name(), program.log(), e.getMessage()), e);
        }
    }

    @Override
    public Component process() {
        return new Component(name(), Component.Kind.SERVICE, program.pid());
    }

    @Override
    public void close() {
        program.close();
    }
}
