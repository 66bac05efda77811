package dev.casebook.limiter.current;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What administration had when this instance last heard of it, for a start without the database. */
final class KeptRules {

    private static final String FILE = "administered-rules.json";

    private final Path folder;
    private final ObjectMapper json;

    KeptRules(Path folder, ObjectMapper json) {
        this.folder = folder;
        this.json = json;
    }

    /** Nothing when there is no such file, or none that can be read: the database has it all. */
    Administered load() {
        try {
            return json.readValue(Files.readAllBytes(folder.resolve(FILE)), Administered.class);
        } catch (NoSuchFileException _) {
            return Administered.NOTHING;
        } catch (IOException e) {
            Log.warnf("event=rules.not-remembered reason=%s", e);
            return Administered.NOTHING;
        }
    }

    /** Whole or not at all. That it fails costs only what a start without the database would have had. */
    void keep(Administered administered) {
        var next = folder.resolve(FILE + ".next");
        try {
            Files.createDirectories(folder);
            Files.write(next, json.writeValueAsBytes(administered));
            try (var written = FileChannel.open(next, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Log.warnf("event=rules.not-kept reason=%s", e);
        }
    }
}
