package dev.casebook.gateway.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files as they were at one moment.
 *
 * @param pairs by name
 * @param unreadable why a name's files could not be read, by name
 */
record CertificateFolder(Map<String, PemPair> pairs, Map<String, String> unreadable) {

    private static final String CERTIFICATE = ".crt";
    private static final String KEY = ".key";

    /** Far more than a chain of certificates takes. */
    private static final long LONGEST = 1 << 20;

    /** @throws IOException when the folder itself cannot be listed */
    static CertificateFolder read(Path folder) throws IOException {
        var pairs = new TreeMap<String, PemPair>();
        var unreadable = new TreeMap<String, String>();
        for (var file : certificates(folder)) {
            var fileName = file.getFileName().toString();
            var name = fileName.substring(0, fileName.length() - CERTIFICATE.length());
            try {
                pairs.put(name, new PemPair(text(file), text(folder.resolve(name + KEY))));
            } catch (IOException e) {
                unreadable.put(name, "cannot be read: " + e);
            }
        }
        return new CertificateFolder(pairs, unreadable);
    }

    private static List<Path> certificates(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(CERTIFICATE)).toList();
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("%s is longer than %d bytes".formatted(file.getFileName(), LONGEST));
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
