package dev.casebook.lab.growth;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.Help;
import dev.casebook.lab.machine.Gateway;
import dev.casebook.lab.machine.Servers;
import dev.casebook.lab.machine.StackOptions;
import dev.casebook.lab.report.TablePage;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the running url-shortener as big as one that has been in use for long, and times its statistics. */
@Command(
        name = "grow",
        description = {
            "Grows the url-shortener that runs to so many links and clicks, and times questions about its statistics.",
            "Growing can be interrupted and goes on where it ended. It begins only if a fifth of the disk stays free."
        })
public final class Grow implements Callable<Integer> {

    private static final double MEGA = 1e6;
    private static final int LINKS_TOLD = 1_000_000;

    @Mixin
    private Help help;

    @Mixin
    private StackOptions stack;

    @Option(
            names = "--links",
            defaultValue = "0",
            description = "links there are to be (default: as many as there are)")
    private long links;

    @Option(
            names = "--clicks",
            defaultValue = "0",
            description = "clicks there are to be, on days before today (default: as many as there are)")
    private long clicks;

    @Option(
            names = "--followed",
            defaultValue = "10000",
            description = "over how many links, which have none yet, new clicks are spread (default ${DEFAULT-VALUE})")
    private int followed;

    @Option(
            names = "--days",
            defaultValue = "45",
            description =
                    "over how many days; those that are older than 35 are rolled up by the service (default ${DEFAULT-VALUE})")
    private int days;

    @Option(
            names = "--questions",
            defaultValue = "0",
            description = "how often each question is asked of the statistics and timed (default ${DEFAULT-VALUE})")
    private int questions;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:${env:CASEBOOK_PORT:-8080}",
            description = "the gateway, on this machine (default ${DEFAULT-VALUE})")
    private URI url;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (links < 0 || links > GrownCodes.MOST || clicks < 0 || followed < 1 || days < 1 || questions < 0) {
            throw new CannotRunException(
                    "links are at most %,d, and no number is negative; links followed and days are at least 1"
                            .formatted(GrownCodes.MOST));
        }
        var servers = new Servers(Stack.load(stack.stack()), stack.secrets());
        try (var table = new GrowthTable(servers)) {
            grow(table);
            tell("%s", sizes(table));
            if (questions > 0) {
                ask(table);
            }
            return 0;
        } catch (SQLException e) {
            throw GrowthTable.cannot(e);
        }
    }

    private void grow(GrowthTable table) throws SQLException, IOException {
        var growth = Growth.of(table, links, clicks, followed, days, LocalDate.now(clock));
        var disk = Disk.of(Files.getFileStore(stack.secrets().toAbsolutePath().getParent()));
        tell(
                "%,d links and %,d clicks are grown; %,d links and %,d clicks are missing, which may take %,.0f MB.",
                table.links(),
                growth.storedClicks(),
                growth.missingLinks(),
                growth.missingClicks(),
                growth.bytes() / MEGA);
        disk.check(growth.bytes());
        new LinkGrowth(table).grow(links, Instant.now(clock), made -> {
            if (made % LINKS_TOLD == 0) {
                tell("%,d links", made);
            }
        });
        for (var wave : growth.waves()) {
            new ClickGrowth(table)
                    .grow(wave, day -> tell("clicks %d: day %d of %d", day.number(), day.daysDone(), day.days()));
        }
    }

    /** As the service's roll-up has left it. */
    private String sizes(GrowthTable table) {
        return new TablePage(
                        "What is stored",
                        "Quarters become days once they are 35 days old, by the service's own roll-up.",
                        List.of("table", "rows", "MB, indexes included"),
                        List.of("links", "click_totals", "click_quarters", "click_days").stream()
                                .map(name -> List.of(
                                        name,
                                        say("%,d", table.number("SELECT count(*) FROM " + name)),
                                        say(
                                                "%,.1f",
                                                table.number("SELECT pg_total_relation_size('%s')".formatted(name))
                                                        / MEGA)))
                                .toList())
                .text();
    }

    private void ask(GrowthTable table) throws IOException, InterruptedException {
        var waves = table.waves();
        if (waves.isEmpty()) {
            throw new CannotRunException("no clicks are grown that could be asked about; --clicks grows some");
        }
        var wave = waves.getLast();
        var asked = new LinkedHashMap<String, String>();
        asked.put(GrownCodes.code(wave.firstLink()), "busiest");
        asked.put(GrownCodes.code(wave.firstLink() + wave.links() / 100), "1 in 100 is busier");
        asked.put(GrownCodes.code(wave.firstLink() + wave.links() / 2), "1 in 2 is busier");
        try (var gateway = new Gateway(url)) {
            var times = new StatisticsTimes(gateway, questions, LocalDate.now(clock));
            tell(
                    "%s",
                    new TablePage(
                                    "Statistics through the gateway",
                                    say("Each question %,d times, one after the other.", questions),
                                    StatisticsTimes.HEAD,
                                    times.rows(asked))
                            .text());
        }
    }

    private void tell(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(say(format, values));
        out.flush();
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
