package dev.casebook.shortener.links;

import java.net.URI;
import java.time.Instant;

/** A link as its owner sees it. */
public record LinkBody(
        String code, String shortUrl, String url, String owner, long version, Instant createdAt, Instant updatedAt) {

    static LinkBody of(Link link, URI publicUrl) {
        return new LinkBody(
                link.code(),
                publicUrl + "/s/" + link.code(),
                link.url(),
                link.owner(),
                link.version(),
                link.createdAt(),
                link.updatedAt());
    }
}
