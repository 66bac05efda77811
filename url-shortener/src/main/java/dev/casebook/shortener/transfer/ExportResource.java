package dev.casebook.shortener.transfer;

import dev.casebook.shortener.links.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;

/** All of a person's own links, as a file. */
@Path("/api/v1/links/export")
@Authenticated
@RunOnVirtualThread
public class ExportResource {

    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";

    private final Export export;
    private final Caller caller;

    ExportResource(Export export, Caller caller) {
        this.export = export;
        this.caller = caller;
    }

    @GET
    @Produces(CSV)
    public StreamingOutput exportCsv() {
        var owner = caller.subject();
        return out -> export.csv(owner, out);
    }

    /** One link a line, in the form in which links are created. */
    @GET
    @Produces(JSON_LINES)
    public StreamingOutput exportJson() {
        var owner = caller.subject();
        return out -> export.jsonLines(owner, out);
    }
}
