package dev.casebook.shortener.transfer;

import dev.casebook.chassis.web.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of an import, or of one batch of it.
 *
 * @param created links
 * @param refused records that no link was made of
 * @param refusals the first of them
 * @param stopped why the rest was not read; null when all was
 */
public record ImportResponse(long created, long refused, List<RefusedRecord> refusals, String stopped) {

    static final ImportResponse NOTHING = new ImportResponse(0, 0, List.of(), null);

    /** @param record its number in the file, from 1, the header not counted */
    public record RefusedRecord(long record, Problem problem) {}

    ImportResponse and(ImportResponse later, int maxRefusals) {
        return new ImportResponse(
                created + later.created,
                refused + later.refused,
                Stream.concat(refusals.stream(), later.refusals.stream())
                        .limit(maxRefusals)
                        .toList(),
                later.stopped);
    }

    ImportResponse stoppedBy(String why) {
        return new ImportResponse(created, refused, refusals, why);
    }
}
