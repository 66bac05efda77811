package dev.casebook.local;

import dev.casebook.servers.ServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code ./casebook} hands over to. */
@Command(
        name = "./casebook",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, LogsCommand.class})
final class Main {

    private static final int FAILED = 1;

    @Option(names = "--root", required = true, hidden = true, description = "The checkout")
    private Path root;

    @Option(names = "--terminal", hidden = true, description = "Lines may be redrawn")
    private boolean terminal;

    Checkout checkout() {
        return Checkout.at(root);
    }

    Progress progress() {
        return terminal ? new TerminalProgress(System.out) : new PlainProgress(System.out);
    }

    static void main(String[] arguments) {
        var commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler((exception, command, result) -> fail(exception));
        System.exit(commandLine.execute(arguments));
    }

    private static int fail(Exception exception) throws Exception {
        switch (exception) {
            case CasebookException e -> say(e.getMessage());
            case ServerException e -> say(e.getMessage());
            case IllegalArgumentException e -> say(e.getMessage());
            case IOException e -> say(e.getMessage());
            case UncheckedIOException e -> say(e.getMessage());
            default -> throw exception;
        }
        return FAILED;
    }

    private static void say(String message) {
        System.err.println("casebook: " + message);
    }
}
