package dev.casebook.lab.pages;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Says of each step whether it passed. After a failure there is a picture of what a person would have seen. */
final class Steps {

    /** Something a person does or sees; an {@link AssertionError} tells what was not so. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    private final PrintWriter out;
    private final Path folder;
    private Tab tab;
    private int failed;

    Steps(PrintWriter out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    /** Where the next steps take place. */
    Tab in(Tab tab) {
        this.tab = tab;
        return tab;
    }

    void step(String name, Step step) throws IOException, InterruptedException {
        try {
            step.run();
            out.println("  pass  " + name);
        } catch (AssertionError | IOException e) {
            failed++;
            out.println("  FAIL  %s: %s, at %s".formatted(name, e.getMessage(), tab.state()));
            tab.screenshot(folder.resolve("failure-%d.png".formatted(failed)));
        }
        out.flush();
    }

    int failed() {
        return failed;
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }
}
