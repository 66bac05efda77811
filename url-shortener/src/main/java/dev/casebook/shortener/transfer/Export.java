package dev.casebook.shortener.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.shortener.links.LinkFilter;
import dev.casebook.shortener.links.LinkPage.Position;
import dev.casebook.shortener.links.Links;
import dev.casebook.shortener.links.NewLink;
import dev.casebook.shortener.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes all live links of an owner, newest first, page by page: one page is in memory, and no transaction stays open while a slow client reads. A link
 * made meanwhile may be missing; none that was there before is, and none comes twice.
 */
@ApplicationScoped
class Export {

    private final Links links;
    private final Store store;
    private final ObjectMapper json;
    private final TransferSettings settings;

    Export(Links links, Store store, ObjectMapper json, TransferSettings settings) {
        this.links = links;
        this.store = store;
        this.json = json;
        this.settings = settings;
    }

    void csv(String owner, OutputStream out) throws IOException {
        out.write(bytes(CsvColumns.header()));
        each(owner, link -> out.write(bytes(CsvColumns.line(json, link))));
    }

    /** One object a line. */
    void jsonLines(String owner, OutputStream out) throws IOException {
        each(owner, link -> {
            out.write(json.writeValueAsBytes(link));
            out.write('\n');
        });
    }

    private void each(String owner, Writing writing) throws IOException {
        var position = Optional.of(Position.START);
        while (position.isPresent()) {
            var from = position.get();
            var page = store.read(() -> links.page(owner, LinkFilter.ALL, from, settings.exportPage()));
            for (var link : page.links()) {
                writing.write(NewLink.like(link));
            }
            position = page.next();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Writing {
        void write(NewLink link) throws IOException;
    }
}
