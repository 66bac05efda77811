package dev.casebook.lab.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Maps values to pixels.
 *
 * @param log whether each decade takes the same length; both ends are positive then
 */
record Axis(String label, double from, double to, boolean log, List<Tick> ticks) {

    /** About as many as fit, and no more. */
    private static final int TICKS = 10;

    record Tick(double value, String label) {}

    /** Round ticks between 0 and the greatest value, and below 0 when the least is. */
    static Axis linear(String label, double least, double greatest) {
        double step = roundStep(Math.max(greatest - least, 1e-9) / TICKS);
        int first = (int) Math.floor(least / step);
        int last = (int) Math.ceil(greatest / step);
        var ticks = IntStream.rangeClosed(first, Math.max(last, first + 1))
                .mapToObj(i -> new Tick(i * step, label(i * step)))
                .toList();
        return new Axis(label, ticks.getFirst().value(), ticks.getLast().value(), false, ticks);
    }

    /** Whole decades around the values. */
    static Axis log(String label, double least, double greatest) {
        int low = (int) Math.floor(Math.log10(least));
        int high = Math.max(low + 1, (int) Math.ceil(Math.log10(greatest)));
        var ticks = new ArrayList<Tick>();
        for (int exponent = low; exponent <= high; exponent++) {
            double value = Math.pow(10, exponent);
            ticks.add(new Tick(value, label(value)));
        }
        return new Axis(label, Math.pow(10, low), Math.pow(10, high), true, ticks);
    }

    /** @return 0 at the start of the axis, 1 at its end */
    double position(double value) {
        double inside = Math.clamp(value, from, to);
        return log ? Math.log(inside / from) / Math.log(to / from) : (inside - from) / (to - from);
    }

    private static String label(double value) {
        return new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    private static double roundStep(double rough) {
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / decade;
        return decade * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }
}
