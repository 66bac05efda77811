package dev.casebook.lab.redirects;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.machine.Servers;
import dev.casebook.lab.report.Result;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Compares what the service counted with what was sent and received. The totals of all links are one query of the table that the statistics answer from:
 * asking the API for each link would be a load of its own, and the service's metrics count other people's clicks too.
 */
final class Ledger {

    private static final String SERVICE = "url-shortener";
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);
    private static final String TOTAL = "SELECT coalesce(sum(total), 0) FROM click_totals WHERE code = ANY (?)";

    private final Servers servers;
    private final Marker marker;
    private final String[] codes;
    private final Duration patience;

    /** @param patience how long to wait until every right answer is counted */
    Ledger(Servers servers, Marker marker, List<String> codes, Duration patience) {
        this.servers = servers;
        this.marker = marker;
        this.codes = codes.toArray(String[]::new);
        this.patience = patience;
    }

    /**
     * @return the clicks on all codes before the load
     * @throws CannotRunException when clicks that came before may still be on their way: they would be taken for those of the load
     */
    long before() throws InterruptedException {
        if (!everythingIsCounted()) {
            throw new CannotRunException(
                    "earlier clicks are not counted after %d s; see ./casebook status".formatted(patience.toSeconds()));
        }
        return total();
    }

    /**
     * Reads again until all is counted that must be, or patience ends.
     *
     * @param before the total before the load
     * @param lag as it was probed meanwhile
     */
    Result.Ledger settle(long before, Outcome outcome, Optional<Result.Lag> lag) throws InterruptedException {
        long start = System.nanoTime();
        everythingIsCounted();
        long counted = total() - before;
        // Only where several instances serve: the mark is on one of them.
        while (counted < outcome.everRight() && elapsed(start).compareTo(patience) < 0) {
            Thread.sleep(BETWEEN_READINGS);
            counted = total() - before;
        }
        return new Result.Ledger(
                outcome.everSent(), outcome.everRight(), counted, elapsed(start).toNanos() / 1e9, lag);
    }

    /** Right after an overload the stack may refuse the first marks. */
    private boolean everythingIsCounted() throws InterruptedException {
        // A token of its own: that of the beginning may have ended meanwhile.
        var token = marker.gateway().token();
        long start = System.nanoTime();
        while (true) {
            try {
                return marker.count(token, patience).compareTo(patience) < 0;
            } catch (IOException e) {
                if (elapsed(start).compareTo(patience) > 0) {
                    throw new CannotRunException("the clicks cannot be read: " + e.getMessage(), e);
                }
                Thread.sleep(BETWEEN_READINGS);
            }
        }
    }

    private long total() {
        try (var connection = servers.database(SERVICE);
                var select = connection.prepareStatement(TOTAL)) {
            select.setArray(1, connection.createArrayOf("text", codes));
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException | IOException e) {
            throw new CannotRunException("the clicks cannot be read: " + e.getMessage(), e);
        }
    }

    private static Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
