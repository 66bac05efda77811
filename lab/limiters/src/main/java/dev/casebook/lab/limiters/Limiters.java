package dev.casebook.lab.limiters;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.gateways.CompareGateways;
import dev.casebook.lab.limiters.peer.RatelimitPeer;
import dev.casebook.lab.limiters.services.OurLimiter;
import dev.casebook.lab.limiters.speed.CompareSpeed;
import dev.casebook.lab.limiters.trace.TraceOnRedis;
import dev.casebook.servers.ServerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./casebook check ratelimit-peer}, and what {@code ./casebook compare limiters}, {@code limiter-speed} and {@code gateways} need the service for. */
@Command(
        name = "limiters",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RatelimitPeer.class, CompareSpeed.class, TraceOnRedis.class})
public final class Limiters {

    private Limiters() {}

    /** Exits with 0 when the check passed, 1 when it did not, 2 when it could not run. */
    public static void main(String[] arguments) {
        var commands = new CommandLine(new Limiters());
        commands.addSubcommand(new CompareGateways(OurLimiter::start));
        commands.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof CannotRunException || exception instanceof ServerException) {
                command.getErr().println("casebook: " + exception.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw exception;
        });
        System.exit(commands.execute(arguments));
    }
}
