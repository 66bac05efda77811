package dev.casebook.lab;

import dev.casebook.lab.capacity.Capacity;
import dev.casebook.lab.drills.RunDrill;
import dev.casebook.lab.growth.Grow;
import dev.casebook.lab.pages.Pages;
import dev.casebook.lab.redirects.Redirects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./casebook load …}, {@code ./casebook check pages}, {@code ./casebook capacity}, {@code ./casebook grow} and {@code ./casebook drill} */
@Command(
        name = "casebook",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Lab.Load.class, Lab.Check.class, Capacity.class, Grow.class, RunDrill.class})
public final class Lab {

    @Command(
            name = "load",
            description = "Sends load to the running stack at a held rate and writes a report.",
            synopsisSubcommandLabel = "SCENARIO",
            subcommands = Redirects.class)
    static final class Load {
        @Mixin
        private Help help;
    }

    @Command(
            name = "check",
            description = "Checks the running stack with a tool from outside.",
            synopsisSubcommandLabel = "NAME",
            subcommands = Pages.class)
    static final class Check {
        @Mixin
        private Help help;
    }

    @Mixin
    private Help help;

    private Lab() {}

    /** Exits with 0 when the scenario or check passed, 1 when it did not, 2 when the arguments or the stack do not allow it to run. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    public static CommandLine commandLine() {
        var line = new CommandLine(new Lab());
        // Of an option given twice the last holds: the checks put theirs before those of the user.
        line.setOverwrittenOptionsAllowed(true);
        return line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof CannotRunException) {
                command.getErr().println("casebook: " + exception.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw exception;
        });
    }
}
