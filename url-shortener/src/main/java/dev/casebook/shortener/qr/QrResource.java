package dev.casebook.shortener.qr;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.links.Caller;
import dev.casebook.shortener.links.Links;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The QR code of one of a person's own links. It shows the short URL, so it stays right when the target is edited. */
@Path("/api/v1/links/{code}/qr")
@Authenticated
@RunOnVirtualThread
public class QrResource {

    private final Links links;
    private final Store store;
    private final QrSettings settings;
    private final URI publicUrl;
    private final Caller caller;

    QrResource(Links links, Store store, QrSettings settings, ServiceSettings service, Caller caller) {
        this.links = links;
        this.store = store;
        this.settings = settings;
        this.publicUrl = service.publicUrl();
        this.caller = caller;
    }

    /**
     * @param format svg or png
     * @param size of a side, in pixels
     */
    @GET
    @Produces({"image/svg+xml", "image/png"})
    public Response draw(
            @RestPath String code,
            @RestQuery @DefaultValue("svg") String format,
            @RestQuery @DefaultValue("256") int size) {
        if (!format.equals("svg") && !format.equals("png")) {
            throw invalid("format", "must be svg or png");
        }
        if (size < settings.minSize() || size > settings.maxSize()) {
            throw invalid("size", "must be from %d to %d".formatted(settings.minSize(), settings.maxSize()));
        }
        var owner = caller.subject();
        var link = store.change(() -> links.find(owner, code));
        var qr = QrCode.of(publicUrl + "/s/" + link.code());
        return format.equals("svg")
                ? image("image/svg+xml", SvgImage.draw(qr, size))
                : image("image/png", PngImage.draw(qr, size));
    }

    private Response image(String type, byte[] bytes) {
        return Response.ok(bytes)
                .type(type)
                .header(
                        HttpHeaders.CACHE_CONTROL,
                        "private, max-age=" + settings.maxAge().toSeconds())
                .build();
    }

    private static ProblemException invalid(String field, String message) {
        return new ProblemException(
                Problem.of(400, "invalid-request", "The request is not valid").error(field, message));
    }
}
