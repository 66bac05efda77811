package dev.casebook.shortener.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.shortener.links.BulkCreation;
import dev.casebook.shortener.links.LinkProblems;
import dev.casebook.shortener.links.NewLink;
import dev.casebook.shortener.links.Outcome;
import dev.casebook.shortener.links.Wish;
import dev.casebook.shortener.transfer.ImportResponse.RefusedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates a link of each record, batch by batch, each batch in a transaction of its own. With an Idempotency-Key each batch has a key of its own, made of
 * it: an import that was cut off can be sent again, and goes on where it ended.
 */
@ApplicationScoped
class Import {

    private static final String ROUTE = "POST /api/v1/links/import";

    private final BulkCreation creation;
    private final ObjectMapper json;
    private final TransferSettings settings;

    Import(BulkCreation creation, ObjectMapper json, TransferSettings settings) {
        this.creation = creation;
        this.json = json;
        this.settings = settings;
    }

    /** Records one after the other; empty at the end. */
    @FunctionalInterface
    interface Source {
        Optional<NewLink> next() throws IOException;
    }

    ImportResponse run(String owner, Optional<String> key, Source source) throws IOException {
        var report = ImportResponse.NOTHING;
        var batch = new ArrayList<Wish>(creation.limit());
        long first = 1;
        String stopped = null;
        boolean more = true;
        while (more) {
            batch.clear();
            try {
                more = fill(batch, source);
            } catch (MalformedImportException e) {
                stopped = "Record %d: %s".formatted(first + batch.size(), e.getMessage());
                more = false;
            }
            if (!batch.isEmpty()) {
                report = report.and(create(owner, key, first, batch), settings.maxRefusals());
                first += batch.size();
            }
        }
        return stopped == null ? report : report.stoppedBy(stopped);
    }

    /** @return false when the source is empty */
    private boolean fill(List<Wish> batch, Source source) throws IOException {
        while (batch.size() < creation.limit()) {
            var link = source.next();
            if (link.isEmpty()) {
                return false;
            }
            batch.add(link.get().wish());
        }
        return true;
    }

    private ImportResponse create(String owner, Optional<String> key, long first, List<Wish> batch) throws IOException {
        if (key.isEmpty()) {
            return report(creation.create(owner, batch), first);
        }
        var kept = creation.createOnce(
                owner, ROUTE, key.get() + "#" + first, batch, outcomes -> bytes(report(outcomes, first)));
        return json.readValue(kept, ImportResponse.class);
    }

    private ImportResponse report(List<Outcome> outcomes, long first) {
        var refusals = new ArrayList<RefusedRecord>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Refused(var refusal)) {
                refusals.add(new RefusedRecord(first + i, LinkProblems.problem(refusal)));
            }
        }
        int refused = refusals.size();
        return new ImportResponse(
                outcomes.size() - refused,
                refused,
                List.copyOf(refusals.subList(0, Math.min(refused, settings.maxRefusals()))),
                null);
    }

    private byte[] bytes(ImportResponse report) {
        try {
            return json.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own bodies are always writable", e);
        }
    }
}
