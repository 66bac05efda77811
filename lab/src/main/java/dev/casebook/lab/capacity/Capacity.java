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

/** The estimates of the chapters, beside what the last runs measured. */
@Command(
        name = "capacity",
        description =
                "Prints the capacity estimate of the url-shortener beside what the last load run here measured, and what links take in its PostgreSQL"
                        + " and Redis, if they run; and that of the rate-limiter beside what compare limiter-speed measured.")
public final class Capacity implements Callable<Integer> {

    private static final String REDIRECTS = "-redirects";
    private static final String LIMITER_SPEED = "-limiter-speed";

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
        show("capacity.html", shortener());
        show("capacity-rate-limiter.html", limiter());
        return 0;
    }

    private TablePage shortener() throws IOException {
        var file = last(REDIRECTS, "result.json");
        Optional<JsonNode> run = file.isPresent()
                ? Optional.of(new ObjectMapper().readTree(file.get().toFile()))
                : Optional.empty();
        return new TablePage(
                "Capacity of the url-shortener",
                run.map(Capacity::introduction).orElse("No load run yet: ./casebook load redirects"),
                List.of("what", "estimated", "measured here"),
                new CapacityRows(ShortenerEstimate.CHAPTER, run.map(MeasuredRun::of), stored()).rows());
    }

    private TablePage limiter() throws IOException {
        var file = last(LIMITER_SPEED, "rounds.csv");
        Optional<MeasuredLimiter> run =
                file.isPresent() ? MeasuredLimiter.of(Files.readAllLines(file.get())) : Optional.empty();
        return new TablePage(
                "Capacity of the rate-limiter",
                run.map(_ ->
                                "Measured by ./casebook compare limiter-speed, in %s: our service over gRPC on 100,000 keys."
                                        .formatted(file.orElseThrow().getParent()))
                        .orElse("Nothing measured yet: ./casebook compare limiter-speed"),
                List.of("what", "estimated", "at what was measured here"),
                new LimiterRows(LimiterEstimate.CHAPTER, run).rows());
    }

    private void show(String name, TablePage page) throws IOException {
        var file = Files.createDirectories(out).resolve(name);
        Files.writeString(file, page.html());
        var terminal = spec.commandLine().getOut();
        terminal.println(page.text());
        terminal.println("page   " + file + "\n");
        terminal.flush();
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

    /** Of the last such run. The names of their folders begin with the time. */
    private Optional<Path> last(String reports, String file) throws IOException {
        if (!Files.isDirectory(out)) {
            return Optional.empty();
        }
        try (var folders = Files.list(out)) {
            return folders.filter(each -> each.getFileName().toString().endsWith(reports))
                    .map(each -> each.resolve(file))
                    .filter(Files::exists)
                    .max(Comparator.naturalOrder());
        }
    }
}
