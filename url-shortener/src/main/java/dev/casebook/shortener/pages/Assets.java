package dev.casebook.shortener.pages;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/** The files that pages are made of, those named here and no others. */
@Singleton
final class Assets {

    private static final Map<String, String> TYPES = Map.of(
            "pages.css", "text/css;charset=UTF-8",
            "session.js", "text/javascript;charset=UTF-8",
            "charts.js", "text/javascript;charset=UTF-8",
            "links.js", "text/javascript;charset=UTF-8",
            "link.js", "text/javascript;charset=UTF-8",
            "fields.js", "text/javascript;charset=UTF-8",
            "edit.js", "text/javascript;charset=UTF-8",
            "live.js", "text/javascript;charset=UTF-8",
            "api-keys.js", "text/javascript;charset=UTF-8",
            "icon.svg", "image/svg+xml");

    private final Map<String, Asset> assets = TYPES.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> load(entry.getKey(), entry.getValue())));

    Optional<Asset> named(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    private static Asset load(String name, String type) {
        try (var file = Assets.class.getResourceAsStream("/pages/" + name)) {
            if (file == null) {
                throw new IllegalStateException("pages/" + name + " is missing");
            }
            var bytes = file.readAllBytes();
            var checksum = new CRC32C();
            checksum.update(bytes);
            return new Asset(bytes, type, new EntityTag(Long.toHexString(checksum.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param tag changes with the bytes */
    record Asset(byte[] bytes, String type, EntityTag tag) {}
}
