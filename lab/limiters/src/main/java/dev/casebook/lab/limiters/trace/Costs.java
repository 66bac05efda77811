package dev.casebook.lab.limiters.trace;

import dev.casebook.lab.report.TablePage;
import java.util.List;
import java.util.Locale;

/** What the algorithms cost in Redis. */
record Costs(List<Cost> costs) {

    /**
     * @param bytes of its key at most
     */
    record Cost(Asked asked, Commands.Domain carriedOut, long bytes) {

        List<String> row() {
            return List.of(
                    asked.algorithm(),
                    text("%,d", asked.admitted()),
                    text("%,d", asked.failed()),
                    perDecision(carriedOut.calls()),
                    perDecision(carriedOut.commands()),
                    text("%,d bytes", bytes));
        }

        private String perDecision(long count) {
            return text("%.2f", (double) count / Math.max(1, asked.decisions()));
        }

        private static String text(String format, Object value) {
            return String.format(Locale.ROOT, format, value);
        }
    }

    static Costs of(List<Asked> asked, Commands commands, KeySizes sizes) {
        return new Costs(asked.stream()
                .map(each -> new Cost(
                        each,
                        commands.of(each.algorithm()).orElse(Commands.Domain.NOTHING),
                        sizes.largest(each.algorithm())))
                .toList());
    }

    /** Whether each request was decided, and Redis told of it. */
    boolean isComplete() {
        return costs.stream()
                .allMatch(cost -> cost.asked().failed() == 0
                        && (cost.asked().decisions() == 0 || cost.carriedOut().calls() > 0));
    }

    TablePage page() {
        return new TablePage(
                "Measured on Redis",
                "Requests that come while one of their algorithm's is being decided go together in the next script call, and are read and written once.",
                List.of(
                        "algorithm",
                        "admitted",
                        "failed",
                        "script calls a decision",
                        "commands in them",
                        "memory of the key at most"),
                costs.stream().map(Cost::row).toList());
    }
}
