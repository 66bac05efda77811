package dev.casebook.lab.pages;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One page of a browser, looked at and used as a person would: by what is visible, by keys. */
final class Tab {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Browser browser;
    private final String session;

    Tab(Browser browser) throws IOException, InterruptedException {
        this.browser = browser;
        var target = browser.call("", "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        this.session = browser.call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (var domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Runs a script in each page that is opened from now on, before its own. */
    void prepare(String script) throws IOException, InterruptedException {
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    void open(String url) throws IOException, InterruptedException {
        call("Page.navigate", Map.of("url", url));
        await("the page is loaded", "location.href === '%s' && document.readyState === 'complete'".formatted(url));
    }

    /** @param expression of JavaScript, which must become true */
    void await(String what, String expression) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isTrue(expression)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after %d s not so: %s".formatted(PATIENCE.toSeconds(), what));
            }
            Thread.sleep(POLL);
        }
    }

    /** A person sees this text in an element. */
    void awaitText(String selector, String text) throws IOException, InterruptedException {
        await(
                "%s shows \"%s\"".formatted(selector, text),
                "[...document.querySelectorAll('%s')].some(e => e.checkVisibility() && e.innerText.includes('%s'))"
                        .formatted(selector, text));
    }

    void type(String selector, String text) throws IOException, InterruptedException {
        await(selector + " can be typed into", "document.querySelector('%s')?.checkVisibility()".formatted(selector));
        evaluate("document.querySelector('%1$s').focus(); document.querySelector('%1$s').select?.()"
                .formatted(selector));
        call("Input.insertText", Map.of("text", text));
    }

    void click(String selector) throws IOException, InterruptedException {
        await(
                selector + " can be clicked",
                "document.querySelector('%1$s')?.checkVisibility() && !document.querySelector('%1$s').disabled"
                        .formatted(selector));
        evaluate("document.querySelector('%s').click()".formatted(selector));
    }

    /** Clicks what leads to another page, and waits for that: until then the old one is there, and may show the same. */
    void follow(String selector) throws IOException, InterruptedException {
        evaluate("window.isLeft = true");
        click(selector);
        await(selector + " leads to another page", "!window.isLeft && document.readyState === 'complete'");
    }

    /** Where it is and what it says went wrong, for a person who asks why a step failed. */
    String state() throws IOException, InterruptedException {
        return text("location.href + ' ' + document.readyState + ' '"
                + " + (document.querySelector('#page-problem')?.textContent ?? '')");
    }

    /** @param key as in KeyboardEvent: {@code Enter}, {@code Tab}, {@code ArrowRight} */
    void press(String key) throws IOException, InterruptedException {
        int code =
                switch (key) {
                    case "Tab" -> 9;
                    case "Enter" -> 13;
                    case "ArrowRight" -> 39;
                    default -> throw new IllegalArgumentException(key);
                };
        var event = Map.of("key", key, "code", key, "windowsVirtualKeyCode", code);
        var down = new HashMap<String, Object>(event);
        down.put("type", "keyDown");
        if (key.equals("Enter")) {
            down.put("text", "\r");
        }
        call("Input.dispatchKeyEvent", down);
        var up = new HashMap<String, Object>(event);
        up.put("type", "keyUp");
        call("Input.dispatchKeyEvent", up);
    }

    boolean isTrue(String expression) throws IOException, InterruptedException {
        return evaluate("Boolean(%s)".formatted(expression)).asBoolean();
    }

    String text(String expression) throws IOException, InterruptedException {
        return evaluate(expression).asText();
    }

    /** @param scheme light or dark */
    void look(int width, int height, String scheme) throws IOException, InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** All of the page, also what one would have to scroll to. */
    void screenshot(Path file) throws IOException, InterruptedException {
        var image = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(image.path("data").asText()));
    }

    private JsonNode evaluate(String expression) throws IOException, InterruptedException {
        var result =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IOException("%s: %s"
                    .formatted(
                            expression,
                            result.path("exceptionDetails")
                                    .path("exception")
                                    .path("description")
                                    .asText()));
        }
        return result.path("result").path("value");
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        return browser.call(session, method, parameters);
    }
}
