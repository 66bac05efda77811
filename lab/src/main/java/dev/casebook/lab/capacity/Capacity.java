package dev.casebook.lab.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.lab.Help;
import dev.casebook.lab.machine.Servers;
import dev.casebook.lab.machine.StackOptions;
import dev.casebook.lab.report.TablePage;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The estimate of the chapter, beside what the last load run measured. */
@Command(
        name = "capacity",
        description =
                "Prints the capacity estimate of the url-shortener beside what the last load run here measured, and what links take in its PostgreSQL"
                        + " and Redis, if they run.")
public final class Capacity implements Callable<Integer> {

    private static final String REPORTS = "-redirects";

    @Mixin
    private Help help;

    @Option(
            names = "--out",
            defaultValue = ".casebook/reports",
            description = "folder of the reports; the page goes there too (default ${DEFAULT-VALUE})")
    private Path out;

    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var run = lastRun();
        var page = new TablePage(
                "Capacity of the url-shortener",
                run.map(Capacity::introduction).orElse("No load run yet: ./casebook load redirects"),
                List.of("what", "estimated", "measured here"),
                new CapacityRows(ShortenerEstimate.CHAPTER, run.map(MeasuredRun::of), stored()).rows());
        var file = Files.createDirectories(out).resolve("capacity.html");
        Files.writeString(file, page.html());
        var terminal = spec.commandLine().getOut();
        terminal.println(page.text());
        terminal.println("page   " + file);
        terminal.flush();
        return 0;
    }

    private Optional<Stored> stored() throws IOException {
        return Files.exists(stack.stack())
                ? new Stores(new Servers(Stack.load(stack.stack()), stack.secrets())).read()
                : Optional.empty();
    }

    private static String introduction(JsonNode run) {
        return "Measured by %s, begun %s, on %d cores shared with the load generator."
                .formatted(
                        run.required("command").asText(),
                        run.required("started").asText(),
                        run.at("/machine/cores").asInt());
    }

    /** Their names begin with the time. */
    private Optional<JsonNode> lastRun() throws IOException {
        if (!Files.isDirectory(out)) {
            return Optional.empty();
        }
        Optional<Path> last;
        try (var folders = Files.list(out)) {
            last = folders.filter(each -> each.getFileName().toString().endsWith(REPORTS))
                    .map(each -> each.resolve("result.json"))
                    .filter(Files::exists)
                    .max(Comparator.naturalOrder());
        }
        return last.isPresent()
                ? Optional.of(new ObjectMapper().readTree(last.get().toFile()))
                : Optional.empty();
    }
}
