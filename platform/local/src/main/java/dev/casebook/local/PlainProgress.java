package dev.casebook.local;

import java.io.PrintStream;

/** For files and pipes: a line for each change. */
final class PlainProgress implements Progress {

    private final PrintStream out;

    PlainProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void state(String component, String words) {
        out.printf("%-18s %s%n", component, words);
        out.flush();
    }

    @Override
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void settle() {
        out.flush();
    }
}
