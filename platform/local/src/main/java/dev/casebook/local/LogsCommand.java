package dev.casebook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "logs", description = "The last lines of all logs, or of one server or service; -f goes on")
final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 200;

    @ParentCommand
    private Main main;

    @Parameters(arity = "0..1", paramLabel = "name", description = "kafka, url-shortener, url-shortener-1, …")
    private String name;

    @Option(names = "-f", description = "Go on with what is added, until Ctrl-C")
    private boolean follow;

    @Option(names = "-n", defaultValue = "50", description = "How many lines of each (${DEFAULT-VALUE})")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var tails = new ArrayList<LogTail>();
        for (var file : files()) {
            tails.add(new LogTail(file, lines));
        }
        do {
            for (var tail : tails) {
                var prefix = tails.size() > 1 ? "%-18s | ".formatted(tail.name()) : "";
                tail.next().forEach(line -> System.out.println(prefix + line));
            }
            System.out.flush();
            if (follow) {
                Thread.sleep(POLL_MILLIS);
            }
        } while (follow);
        return 0;
    }

    private List<Path> files() throws IOException {
        var folder = main.checkout().logs();
        if (!Files.isDirectory(folder)) {
            throw new CasebookException("there are no logs yet");
        }
        try (var all = Files.list(folder)) {
            var found = all.filter(file -> file.toString().endsWith(".log") && isWanted(LogTail.name(file)))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new CasebookException("there is no log of %s in %s".formatted(name, folder));
            }
            return found;
        }
    }

    private boolean isWanted(String log) {
        return name == null || log.equals(name) || log.matches(Pattern.quote(name) + "-[0-9]+");
    }
}
