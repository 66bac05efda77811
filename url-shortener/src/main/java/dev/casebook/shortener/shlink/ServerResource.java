package dev.casebook.shortener.shlink;

import dev.casebook.shortener.store.Store;
import dev.casebook.shortener.store.StoreAwayException;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** What clients ask of a Shlink server itself. */
@Path("/rest/v3")
@RunOnVirtualThread
public class ServerResource {

    /** The version of Shlink whose API this is: clients offer what it brought, and no more. */
    private static final String VERSION = "4.6.0";

    private final ShortUrlTable table;
    private final ShlinkCaller caller;
    private final Store store;

    ServerResource(ShortUrlTable table, ShlinkCaller caller, Store store) {
        this.table = table;
        this.caller = caller;
        this.store = store;
    }

    /** Without a key. It fails while no link can be made, though known ones redirect. */
    @GET
    @Path("health")
    public Response health() {
        boolean passes = passes();
        return Response.status(passes ? 200 : 503)
                .type("application/health+json")
                .entity(Map.of("status", passes ? "pass" : "fail", "version", VERSION, "links", Map.of()))
                .build();
    }

    @GET
    @Path("mercure-info")
    public Object mercure() {
        return caller.answer(_ -> {
            throw ShlinkProblemException.mercureNotConfigured();
        });
    }

    private boolean passes() {
        try {
            return store.change(table::answers);
        } catch (StoreAwayException e) {
            Log.debugf(e, "event=shlink.health status=fail");
            return false;
        }
    }
}
