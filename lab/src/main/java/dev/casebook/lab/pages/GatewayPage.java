package dev.casebook.lab.pages;

import static dev.casebook.lab.pages.Steps.require;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A person looks at what runs. The page loads itself again and again, so each look is one at a page just opened. */
final class GatewayPage {

    private static final int MOST_LOOKS = 200;
    private static final String REDIRECTS_PER_SECOND = "[...document.querySelectorAll('#routes tr')]"
            + ".filter(row => row.cells[0].innerText === 'url-shortener.redirect').map(row => +row.cells[4].innerText)[0]";

    private final URI url;
    private final String code;
    private final Visitor visitor;
    private final Path folder;

    /** @param code of a link that the visitor can follow */
    GatewayPage(URI url, String code, Visitor visitor, Path folder) {
        this.url = url;
        this.code = code;
        this.visitor = visitor;
        this.folder = folder;
    }

    void look(Steps steps, Tab tab) throws IOException, InterruptedException {
        steps.step("the gateway shows its services, their instances and circuits", () -> {
            tab.look(1200, 900, "light");
            open(tab);
            for (var seen : List.of("url-shortener", "ready", "closed")) {
                require(
                        tab.isTrue("document.querySelector('#services').innerText.includes('%s')".formatted(seen)),
                        "#services shows " + seen);
            }
            require(tab.isTrue("document.querySelector('#limits').innerText.includes('WebSockets')"), "limits");
        });
        steps.step("a click is seen in the rates of its route", () -> {
            int looks = 0;
            do {
                require(looks++ < MOST_LOOKS, "redirects were seen");
                visitor.follow(code);
                open(tab);
            } while (!tab.isTrue(REDIRECTS_PER_SECOND + " > 0"));
            tab.screenshot(folder.resolve("11-gateway.png"));
        });
        steps.step("who prefers the dark gets it, and a phone shows all in its width", () -> {
            tab.look(375, 800, "dark");
            open(tab);
            require(tab.isTrue("document.documentElement.scrollWidth <= innerWidth"), "it is no wider than the screen");
            require(
                    tab.isTrue("parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 64"),
                    "the page is dark");
            tab.screenshot(folder.resolve("12-gateway-phone.png"));
        });
    }

    private void open(Tab tab) throws IOException, InterruptedException {
        tab.open(url.resolve("/").toString());
    }
}
