package dev.casebook.lab.growth;

import dev.casebook.lab.machine.Gateway;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long typical questions about a link take, over the REST API, one after the other. */
final class StatisticsTimes {

    static final List<String> HEAD = List.of("link", "clicks", "question", "p50 ms", "p99 ms", "max ms");

    private static final int WARM_UP = 20;
    private static final double MICROS_IN_MILLI = 1e3;
    private static final String EVERYTHING = "referrer,browser,os,device,language,rule";

    private final Gateway gateway;
    private final int repetitions;
    private final Map<String, String> questions = new LinkedHashMap<>();

    /** @param today of UTC */
    StatisticsTimes(Gateway gateway, int repetitions, LocalDate today) {
        this.gateway = gateway;
        this.repetitions = repetitions;
        var month = "from=%s".formatted(today.minusDays(30));
        questions.put("7 days by day", "unit=day");
        questions.put("30 days by hour", month + "&unit=hour");
        questions.put("30 days by hour of India", month + "&unit=hour&zone=Asia/Kolkata");
        questions.put("30 days by referrer", month + "&by=referrer");
        questions.put("30 days by all dimensions", month + "&by=" + EVERYTHING);
        questions.put("2 years by day", "from=%s&unit=day".formatted(today.minusDays(730)));
        questions.put("2 years by all dimensions", "from=%s&by=%s".formatted(today.minusDays(730), EVERYTHING));
    }

    /** @param links what they are, by code */
    List<List<String>> rows(Map<String, String> links) throws IOException, InterruptedException {
        var rows = new ArrayList<List<String>>();
        for (var link : links.entrySet()) {
            var token = gateway.token();
            long clicks = gateway.clicks(link.getKey(), token);
            for (var question : questions.entrySet()) {
                var times = times(link.getKey(), question.getValue(), token);
                rows.add(List.of(
                        link.getValue(),
                        say("%,d", clicks),
                        question.getKey(),
                        say("%.1f", times.getValueAtPercentile(50) / MICROS_IN_MILLI),
                        say("%.1f", times.getValueAtPercentile(99) / MICROS_IN_MILLI),
                        say("%.1f", times.getMaxValue() / MICROS_IN_MILLI)));
            }
        }
        return rows;
    }

    private Histogram times(String code, String query, String token) throws IOException, InterruptedException {
        var times = new Histogram(3);
        for (int i = -WARM_UP; i < repetitions; i++) {
            long start = System.nanoTime();
            gateway.statistics(code, query, token);
            if (i >= 0) {
                times.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
            }
        }
        return times;
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
