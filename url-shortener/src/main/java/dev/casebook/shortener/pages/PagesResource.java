package dev.casebook.shortener.pages;

import dev.casebook.shortener.links.LinkCodes;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Pages for a person in a browser. They hold nothing of anybody's: a script fills them from the REST API, with the token that it keeps, so that whoever may
 * see what is decided there and only there.
 */
@Path("/links")
@RunOnVirtualThread
public class PagesResource {

    /** Scripts, styles and requests to ourselves only; images of QR codes are made by the script. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Assets assets;

    PagesResource(Assets assets) {
        this.assets = assets;
    }

    /** Making links, and finding one's own. */
    @GET
    public Response links() {
        return page(Templates.links());
    }

    /** One link: what was chosen about it, its statistics and its QR code. */
    @GET
    @Path("{code}")
    public Response link(@RestPath String code) {
        if (!LinkCodes.isWellFormed(code)) {
            throw new NotFoundException();
        }
        return page(Templates.link(code));
    }

    /** Keys for programs. Below two segments, of which no code has the second. */
    @GET
    @Path("my/api-keys")
    public Response apiKeys() {
        return page(Templates.apiKeys());
    }

    /** What the pages are made of. A browser keeps it, and asks each time whether it has changed. */
    @GET
    @Path("assets/{name}")
    public Response asset(@RestPath String name, @Context Request request) {
        var asset = assets.named(name).orElseThrow(NotFoundException::new);
        var unchanged = request.evaluatePreconditions(asset.tag());
        return secured(unchanged == null ? Response.ok(asset.bytes()).type(asset.type()) : unchanged)
                .tag(asset.tag())
                .header("Cache-Control", "no-cache")
                .build();
    }

    private static Response page(TemplateInstance template) {
        return secured(Response.ok(template.render()).type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8")))
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", POLICY)
                .build();
    }

    private static Response.ResponseBuilder secured(Response.ResponseBuilder response) {
        return response.header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer");
    }

    @CheckedTemplate(basePath = "pages", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Templates {

        private Templates() {}

        static native TemplateInstance links();

        static native TemplateInstance link(String code);

        static native TemplateInstance apiKeys();
    }
}
