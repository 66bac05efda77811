package dev.casebook.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "down", description = "Stop what runs, also what a killed launcher left behind; the data stays")
final class DownCommand implements Callable<Integer> {

    /** As long as an orderly stop of everything may take. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @ParentCommand
    private Main main;

    @Override
    public Integer call() throws IOException {
        var run = new RunFolder(main.checkout().run());
        var launcher = run.launcher().filter(RunRecord::isRunning);
        if (launcher.isEmpty() && run.records().isEmpty()) {
            System.out.println("Casebook is not up.");
            return 0;
        }
        launcher.ifPresent(record -> {
            System.out.printf("Stopping Casebook (process %d)…%n", record.pid());
            record.stop(LIMIT);
        });
        new Leftovers(run).stop(System.out::println);
        System.out.println("Casebook is down.");
        return 0;
    }
}
