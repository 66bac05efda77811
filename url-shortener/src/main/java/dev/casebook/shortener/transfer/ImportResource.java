package dev.casebook.shortener.transfer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.shortener.links.Caller;
import dev.casebook.shortener.links.NewLink;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Links by the file. */
@Path("/api/v1/links/import")
@Authenticated
@RunOnVirtualThread
public class ImportResource {

    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";

    private final Import imports;
    private final ObjectMapper json;
    private final TransferSettings settings;
    private final Caller caller;

    ImportResource(Import imports, ObjectMapper json, TransferSettings settings, Caller caller) {
        this.imports = imports;
        this.json = json;
        this.settings = settings;
        this.caller = caller;
    }

    /** The first line names the columns. */
    @POST
    @Consumes(CSV)
    @Produces(MediaType.APPLICATION_JSON)
    public ImportResponse importCsv(InputStream body, @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey)
            throws IOException {
        var owner = caller.subject();
        var reader = new CsvReader(
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), settings.maxRecord());
        return answer(imports.run(owner, idempotencyKey, new CsvSource(json, reader)));
    }

    /** An array of links, or one link a line. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, JSON_LINES})
    @Produces(MediaType.APPLICATION_JSON)
    public ImportResponse importJson(InputStream body, @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey)
            throws IOException {
        var owner = caller.subject();
        try (MappingIterator<NewLink> links = json.readerFor(NewLink.class).readValues(body)) {
            return answer(imports.run(owner, idempotencyKey, () -> next(links)));
        } catch (JacksonException _) {
            // Before the first record: readValues looks at the first token.
            return answer(ImportResponse.NOTHING.stoppedBy("The body is not JSON."));
        }
    }

    private static ImportResponse answer(ImportResponse report) {
        if (report.stopped() != null && report.created() + report.refused() == 0) {
            throw new ProblemException(Problem.of(400, "malformed-import", "The file cannot be read")
                    .detail(report.stopped()));
        }
        return report;
    }

    private static Optional<NewLink> next(MappingIterator<NewLink> links) throws IOException {
        try {
            if (!links.hasNextValue()) {
                return Optional.empty();
            }
            var link = links.nextValue();
            if (link == null || Boolean.TRUE.equals(link.findIfExists())) {
                throw new MalformedImportException(
                        "It is null, or asks for findIfExists, which works for one link at a time.");
            }
            return Optional.of(link);
        } catch (JacksonException _) {
            throw new MalformedImportException("It is not the JSON of a link.");
        }
    }

    private static final class CsvSource implements Import.Source {

        private final ObjectMapper json;
        private final CsvReader reader;
        private CsvColumns columns;

        CsvSource(ObjectMapper json, CsvReader reader) {
            this.json = json;
            this.reader = reader;
        }

        @Override
        public Optional<NewLink> next() throws IOException {
            if (columns == null) {
                var header = reader.next()
                        .orElseThrow(() ->
                                new MalformedImportException("The first line names the columns, and is missing."));
                columns = new CsvColumns(json, header);
            }
            return reader.next().map(columns::link);
        }
    }
}
