package dev.casebook.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** For people: a line for each component, redrawn in place with the time that its present state has taken. */
final class TerminalProgress implements Progress {

    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final String UP_AND_CLEAR = "\033[%dA\033[J";

    private record Line(String words, long since) {}

    private final PrintStream out;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Thread painter;
    private int painted;
    private boolean settled;

    TerminalProgress(PrintStream out) {
        this.out = out;
        painter = Thread.ofVirtual().name("progress").start(this::paintUntilSettled);
    }

    private void paintUntilSettled() {
        try {
            while (!isSettled()) {
                Thread.sleep(REDRAW);
                repaint();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isSettled() {
        return settled;
    }

    @Override
    public synchronized void state(String component, String words) {
        if (settled) {
            print(component, words);
            return;
        }
        lines.put(component, new Line(words, System.nanoTime()));
        repaint();
    }

    @Override
    public synchronized void say(String line) {
        clear();
        out.println(line);
        repaint();
    }

    @Override
    public synchronized void settle() {
        repaint();
        settled = true;
        painted = 0;
        lines.clear();
        painter.interrupt();
    }

    private synchronized void repaint() {
        if (settled) {
            out.flush();
            return;
        }
        clear();
        lines.forEach(
                (component, line) -> print(component, line.words().endsWith("…") ? withTime(line) : line.words()));
        painted = lines.size();
        out.flush();
    }

    private static String withTime(Line line) {
        return "%s %.1f s".formatted(line.words(), (System.nanoTime() - line.since()) / 1e9);
    }

    private void clear() {
        if (painted > 0) {
            out.printf(UP_AND_CLEAR, painted);
            painted = 0;
        }
    }

    private void print(String component, String words) {
        out.printf("  %-18s %s%n", component, words);
    }
}
