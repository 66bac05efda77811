package dev.casebook.lab.pages;

import static dev.casebook.lab.pages.Steps.require;

import dev.casebook.lab.Help;
import dev.casebook.lab.report.ReportFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A person makes a link in a browser, finds it again, and watches somebody follow it. */
@Command(
        name = "pages",
        description = "Uses the pages of the url-shortener and of the gateway in headless Chromium, with screenshots.")
public final class Pages implements Callable<Integer> {

    /** Shown as it is written, or the pages let markup through. */
    private static final String TITLE = "Spring <img src=x onerror=hacked=1> sale";

    /** What the gateway answers when it gives out no tokens. */
    private static final String ISSUER_IS_OFF = """
            const real = window.fetch;
            window.fetch = (path, options) => path === '/auth/token' ? Promise.resolve(Response.json({}, {status: 404})) : real(path, options);
            """;

    @Mixin
    private Help help;

    @Option(names = "--browser", required = true, description = "Chromium's or Chrome's program")
    private String program;

    @Option(names = "--url", required = true, description = "the gateway")
    private URI url;

    @Option(
            names = "--reports",
            defaultValue = ".casebook/reports",
            description = "folder of the reports (default ${DEFAULT-VALUE})")
    private Path reports;

    @Spec
    private CommandSpec spec;

    private final String unique = Long.toString(System.currentTimeMillis(), 36);
    private final String code = "pages-" + unique;
    private final String person = "anna-" + unique;
    private final ConsoleErrors errors = new ConsoleErrors();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        try (var visitor = new Visitor(url)) {
            visitor.requirePages();
            var folder = ReportFolder.create(reports, Clock.systemUTC().instant(), "pages")
                    .path();
            try (var browser = new Browser(program, errors::hear)) {
                var steps = new Steps(out, folder);
                var tab = steps.in(new Tab(browser));
                tab.look(1200, 900, "light");
                signIn(steps, tab, folder);
                makeAndFind(steps, tab, folder);
                watch(steps, tab, visitor, folder);
                lookAround(steps, tab, folder);
                signInWithoutIssuer(steps, steps.in(new Tab(browser)), visitor, folder);
                new OwnerPages(url, code, person, visitor, folder).use(steps, steps.in(new Tab(browser)));
                new GatewayPage(url, code, visitor, folder).look(steps, steps.in(new Tab(browser)));
                steps.step(
                        "no script failed and nothing broke the content security policy",
                        () -> require(errors.seen().isEmpty(), "the console is empty: " + errors.seen()));
                out.println("%s; screenshots in %s"
                        .formatted(steps.failed() == 0 ? "all passed" : steps.failed() + " failed", folder));
                return steps.failed() == 0 ? 0 : 1;
            }
        }
    }

    private void signIn(Steps steps, Tab tab, Path folder) throws IOException, InterruptedException {
        steps.step("without a token the page asks to sign in", () -> {
            tab.open(url + "/links/");
            tab.awaitText("h1", "Sign in");
            tab.await("the name has the focus", "document.activeElement.id === 'name'");
            require(!tab.isTrue("document.querySelector('#content').checkVisibility()"), "the rest is hidden");
            tab.screenshot(folder.resolve("1-sign-in.png"));
        });
        steps.step("a name and Enter sign in", () -> {
            tab.type("#name", person);
            tab.press("Enter");
            tab.awaitText("#user", person);
            tab.awaitText("#none", "You have no links yet");
            tab.screenshot(folder.resolve("2-no-links.png"));
        });
    }

    private void makeAndFind(Steps steps, Tab tab, Path folder) throws IOException, InterruptedException {
        steps.step("a target that is refused is told beside its field, which keeps the focus", () -> {
            tab.type("#url", "javascript:alert(1)");
            tab.press("Enter");
            tab.await(
                    "#url-problem says why",
                    "document.querySelector('#url-problem').checkVisibility() && document.activeElement.id === 'url'");
            tab.screenshot(folder.resolve("3-refused.png"));
        });
        steps.step("a link is made with the keyboard alone", () -> {
            tab.type("#url", "https://example.com/spring/sale?campaign=mail");
            tab.click("summary");
            tab.type("#alias", code);
            tab.type("#title", TITLE);
            tab.type("#tags", "spring, mail");
            tab.press("Enter");
            tab.awaitText("#created", "/s/" + code);
        });
        steps.step("it is in the list, its title as it was written", () -> {
            tab.awaitText("#links .name", TITLE);
            require(!tab.isTrue("window.hacked || document.querySelector('#links img')"), "markup stays text");
            tab.screenshot(folder.resolve("4-made.png"));
        });
        steps.step("search finds it, and nothing where there is nothing", () -> {
            tab.type("#q", "nothing like this");
            tab.awaitText("#none", "No link of yours is like this");
            tab.type("#q", "SPRING");
            tab.awaitText("#links .name", TITLE);
        });
        steps.step("a tag filters the list", () -> {
            tab.click("#links .tag");
            tab.awaitText("#filter", "spring");
            tab.awaitText("#links .name", TITLE);
        });
    }

    private void watch(Steps steps, Tab tab, Visitor visitor, Path folder) throws IOException, InterruptedException {
        steps.step("its page shows where it leads, no click yet, and a QR code", () -> {
            tab.follow("#links .actions a");
            tab.awaitText("#link-title", TITLE);
            tab.awaitText("#target", "https://example.com/spring/sale?campaign=mail");
            tab.awaitText("#total", "0");
            tab.await("the QR code is drawn", "document.querySelector('#qr').naturalWidth > 100");
        });
        steps.step("a click is seen live, without a reload", () -> {
            tab.awaitText("#live", "live");
            tab.text("window.notReloaded = 'yes'");
            visitor.follow(code);
            tab.awaitText("#total", "1");
            visitor.follow(code);
            visitor.followAsBot(code);
            tab.awaitText("#total", "3");
            tab.awaitText("#people", "2");
            tab.awaitText("#bots", "1");
            require(tab.text("window.notReloaded").equals("yes"), "the page is the same");
        });
        steps.step("the statistics say when and by whom", () -> {
            tab.await(
                    "the chart has a bar", "document.querySelector('#chart rect.people[height]:not([height=\"0\"])')");
            tab.awaitText("#chart-title", "Clicks over time");
            tab.awaitText("#breakdowns", "news.example");
            tab.awaitText("#breakdowns", "Firefox");
            tab.awaitText("#visitors", "1");
            tab.screenshot(folder.resolve("5-statistics.png"));
        });
        steps.step("arrow keys choose another range", () -> {
            tab.text("document.querySelector('#range :checked').focus()");
            tab.press("ArrowRight");
            tab.await("seven days are shown", "document.querySelectorAll('#chart rect.people').length === 7");
        });
    }

    private void lookAround(Steps steps, Tab tab, Path folder) throws IOException, InterruptedException {
        steps.step("a phone shows all of it in its width", () -> {
            tab.look(375, 800, "light");
            for (var page : List.of("/links/" + code, "/links/")) {
                tab.open(url + page);
                tab.awaitText(
                        page.endsWith(code) ? "#breakdowns" : "#links .name", page.endsWith(code) ? "Firefox" : TITLE);
                tab.screenshot(folder.resolve(page.endsWith(code) ? "6-phone-statistics.png" : "7-phone-links.png"));
                require(
                        tab.isTrue("document.documentElement.scrollWidth <= innerWidth"),
                        page + " is no wider than the screen");
            }
        });
        steps.step("the first Tab offers to skip the header", () -> {
            tab.look(1200, 900, "light");
            tab.open(url + "/links/" + code + "?keys");
            tab.awaitText("#breakdowns", "Firefox");
            tab.press("Tab");
            tab.await("the link is focused", "document.activeElement.className === 'skip'");
        });
        steps.step("who prefers the dark gets it", () -> {
            tab.look(1200, 900, "dark");
            tab.open(url + "/links/" + code);
            tab.awaitText("#breakdowns", "Firefox");
            require(
                    tab.isTrue("parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 64"),
                    "the page is dark");
            tab.screenshot(folder.resolve("8-dark.png"));
        });
        steps.step("the preview says where the link leads, and counts nothing", () -> {
            tab.follow("#preview");
            tab.awaitText("body", "https://example.com/spring/sale");
            tab.screenshot(folder.resolve("9-preview.png"));
            tab.open(url + "/links/" + code);
            tab.awaitText("#live", "live");
            tab.awaitText("#total", "3");
        });
        steps.step("another person does not see it", () -> {
            tab.follow("#sign-out");
            tab.awaitText("h1", "Sign in");
            tab.type("#name", "ben-" + unique);
            tab.press("Enter");
            tab.awaitText("#page-problem", "You have no link with the code " + code);
        });
    }

    private void signInWithoutIssuer(Steps steps, Tab tab, Visitor visitor, Path folder)
            throws IOException, InterruptedException {
        steps.step("where the development issuer is off, the page says so and takes a token", () -> {
            tab.prepare(ISSUER_IS_OFF);
            tab.open(url + "/links/");
            tab.type("#name", person);
            tab.press("Enter");
            tab.awaitText("#token-form", "switched off");
            tab.screenshot(folder.resolve("10-issuer-off.png"));
            tab.type("#token", visitor.token(person));
            tab.click("#token-form button");
            tab.awaitText("#user", person);
            tab.awaitText("#links .name", TITLE);
        });
    }
}
