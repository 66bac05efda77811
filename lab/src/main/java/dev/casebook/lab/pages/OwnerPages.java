package dev.casebook.lab.pages;

import static dev.casebook.lab.pages.Steps.require;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What the owner of a link does with it after it was made: edits it, deletes it, brings it back; and gives a program a key. */
final class OwnerPages {

    private static final String CHANGED = "https://example.com/summer";
    private static final String APP = "https://example.com/app";

    /** Somebody who is signed in as the same person elsewhere. */
    private static final String EDIT_ELSEWHERE = """
            (async () => {
                const headers = { Authorization: 'Bearer ' + sessionStorage.getItem('casebook.token'), 'Content-Type': 'application/json' };
                const path = '/api/v1/links/%s';
                headers['If-Match'] = (await fetch(path, { headers })).headers.get('ETag');
                return (await fetch(path, { method: 'PATCH', headers, body: JSON.stringify({ title: 'Changed elsewhere' }) })).status;
            })()""";

    private final URI url;
    private final String code;
    private final String person;
    private final Visitor visitor;
    private final Path folder;

    /** @param code of a link of this person's */
    OwnerPages(URI url, String code, String person, Visitor visitor, Path folder) {
        this.url = url;
        this.code = code;
        this.person = person;
        this.visitor = visitor;
        this.folder = folder;
    }

    void use(Steps steps, Tab tab) throws IOException, InterruptedException {
        edit(steps, tab);
        deleteAndRestore(steps, tab);
        giveKeys(steps, tab);
    }

    private void edit(Steps steps, Tab tab) throws IOException, InterruptedException {
        steps.step("an edit that is refused is told beside its field, and changes nothing", () -> {
            tab.look(1200, 900, "light");
            tab.open(url + "/links/" + code);
            tab.type("#name", person);
            tab.press("Enter");
            tab.click("#edit-open");
            tab.await("the form has the tags", "document.querySelector('#tags').value === 'spring, mail'");
            tab.type("#url", "javascript:alert(1)");
            tab.press("Enter");
            tab.await("#url-problem says why", "document.querySelector('#url-problem').checkVisibility()");
            require(!visitor.target(code, "").orElse("").startsWith("javascript"), "the target is as it was");
        });
        steps.step("an edit changes the target, the tags and the end, and adds a rule", () -> {
            tab.type("#url", CHANGED);
            tab.type("#tags", "summer, mail");
            tab.text("document.querySelector('#validUntil').value = '2099-12-31T23:59'");
            tab.click("#add-rule");
            tab.type("#rules [data-member=url]", APP);
            tab.click("#rules .add-condition");
            tab.text("const type = document.querySelector('#rules [data-member=type]'); type.value = 'query';"
                    + " type.dispatchEvent(new Event('change', { bubbles: true }))");
            tab.type("#rules [data-member=name]", "for");
            tab.type("#rules [data-of=query]", "app");
            tab.screenshot(folder.resolve("13-edit.png"));
            tab.click("#edit .primary");
            tab.awaitText("#target", CHANGED);
            tab.awaitText("#shown-tags", "summer");
            tab.awaitText("#facts", "2099");
            tab.awaitText("#shown-rules", "with ?for=app");
            tab.screenshot(folder.resolve("14-edited.png"));
            require(visitor.target(code, "").equals(Optional.of(CHANGED)), "visitors are led to the new target");
            require(
                    visitor.target(code, "?for=app").equals(Optional.of(APP)),
                    "those the rule is for are led elsewhere");
        });
        steps.step("a mistake in a rule is told in the rule", () -> {
            tab.click("#edit-open");
            tab.text("document.querySelector('#rules [data-member=name]').value = ''");
            tab.click("#edit .primary");
            tab.awaitText("#rules .problem", "name is not valid");
            tab.await(
                    "the name has the focus",
                    "document.activeElement === document.querySelector('#rules [data-member=name]')");
        });
        steps.step("what was changed elsewhere meanwhile is not overwritten", () -> {
            require(tab.text(EDIT_ELSEWHERE.formatted(code)).equals("200"), "the edit elsewhere succeeded");
            tab.type("#rules [data-member=name]", "for");
            tab.type("#title", "Overwritten");
            tab.click("#edit .primary");
            tab.awaitText("#edit-problem", "changed since you read it");
            tab.click("#edit-again");
            tab.await("the form has it", "document.querySelector('#title').value === 'Changed elsewhere'");
            tab.awaitText("#link-title", "Changed elsewhere");
            tab.click("#edit-cancel");
        });
        steps.step("the form fits a phone, in the dark too", () -> {
            tab.look(375, 800, "dark");
            tab.click("#edit-open");
            tab.await("the rule is there", "document.querySelector('#rules .condition')");
            require(tab.isTrue("document.documentElement.scrollWidth <= innerWidth"), "it is no wider than the screen");
            tab.screenshot(folder.resolve("15-edit-phone-dark.png"));
            tab.click("#edit-cancel");
            tab.look(1200, 900, "light");
        });
    }

    private void deleteAndRestore(Steps steps, Tab tab) throws IOException, InterruptedException {
        steps.step("a deleted link leads nowhere, and is restored where it was deleted", () -> {
            tab.click("#delete");
            tab.awaitText("#deleted", "This link is deleted");
            require(tab.isTrue("document.querySelector('#edit-open').disabled"), "it cannot be edited");
            require(visitor.target(code, "").isEmpty(), "nobody is led anywhere");
            tab.screenshot(folder.resolve("16-deleted.png"));
            tab.click("#restore");
            tab.await("the notice is gone", "!document.querySelector('#deleted').checkVisibility()");
            require(visitor.target(code, "").equals(Optional.of(CHANGED)), "it leads where it led");
        });
        steps.step("a link that was deleted earlier is found among the deleted, and restored", () -> {
            tab.click("#delete");
            tab.awaitText("#deleted", "This link is deleted");
            tab.open(url + "/links/");
            tab.awaitText("#none", "You have no links yet");
            tab.click("#which [value=deleted] + span");
            tab.awaitText("#links .name", "Changed elsewhere");
            tab.screenshot(folder.resolve("17-deleted-links.png"));
            tab.follow("#links .actions button");
            tab.awaitText("#link-title", "Changed elsewhere");
            require(visitor.target(code, "").equals(Optional.of(CHANGED)), "it leads where it led");
        });
    }

    private void giveKeys(Steps steps, Tab tab) throws IOException, InterruptedException {
        steps.step("a key is shown once, and works", () -> {
            tab.follow("#user a");
            tab.awaitText("#none", "You have no keys");
            tab.type("#key-name", "my <b>phone</b>");
            tab.press("Enter");
            tab.awaitText("#keys .name", "my <b>phone</b>");
            var key = tab.text("document.querySelector('#secret').innerText");
            require(visitor.shlinkStatus(key) == 200, "a client of Shlink is let in");
            tab.screenshot(folder.resolve("18-api-keys.png"));
            tab.open(url + "/links/my/api-keys?again");
            tab.awaitText("#keys .name", "my <b>phone</b>");
            require(!tab.isTrue("document.body.innerText.includes('%s')".formatted(key)), "it is not shown again");
            revoke(tab);
            require(visitor.shlinkStatus(key) == 401, "a client of Shlink is no longer let in");
        });
        steps.step("the keys fit a phone, in the dark too", () -> {
            tab.look(375, 800, "dark");
            tab.type("#key-name", "another");
            tab.press("Enter");
            tab.awaitText("#keys .name", "another");
            require(tab.isTrue("document.documentElement.scrollWidth <= innerWidth"), "it is no wider than the screen");
            tab.screenshot(folder.resolve("19-api-keys-phone-dark.png"));
        });
    }

    /** Asked whether one means it, one may keep it. */
    private static void revoke(Tab tab) throws IOException, InterruptedException {
        tab.click("#keys button");
        tab.awaitText("#confirm-name", "my <b>phone</b>");
        tab.click("#confirm .quiet");
        tab.await("the question is gone", "!document.querySelector('#confirm').open");
        tab.awaitText("#keys .name", "my <b>phone</b>");
        tab.click("#keys button");
        tab.click("#confirm .primary");
        tab.awaitText("#none", "You have no keys");
    }
}
