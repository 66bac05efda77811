package dev.casebook.gateway.identity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The API keys that are good now, from a file that may change while the gateway runs. A file with a mistake changes nothing; at the start it is the
 * end.
 */
@Singleton
class ApiKeys {

    /** {@code cbk_<id>_<secret>}. The secret is not to be guessed, so that one round of a hash is enough. */
    private static final Pattern FORM = Pattern.compile("cbk_([a-z0-9-]{1,32})_([A-Za-z0-9-]{32,128})");

    private static final byte[] NOBODY = new byte[32];

    private final Optional<Path> file;
    private final IdentitySettings.ApiKeys settings;
    private final Clock clock;
    private volatile Map<String, ApiKey> byId = Map.of();
    private volatile boolean refused;
    private String loaded = "";
    private String seen = "";

    ApiKeys(IdentitySettings settings, MeterRegistry meters, Clock clock) {
        this.settings = settings.apiKeys();
        this.file = this.settings.file();
        this.clock = clock;
        file.ifPresent(path -> {
            load(read(path));
            Gauge.builder("gateway.api.keys.refused", this, keys -> keys.refused ? 1 : 0)
                    .description("1 while the file of API keys has a mistake and older keys are in use")
                    .register(meters);
        });
    }

    boolean areEnabled() {
        return file.isPresent();
    }

    /** @return empty for what is no key, or none any more */
    Optional<ApiKey> find(String presented) {
        var parts = FORM.matcher(presented);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var known = Optional.ofNullable(byId.get(parts.group(1)));
        // Whether there is such an id must not be told by how long it takes.
        var expected = known.map(ApiKey::hash).orElse(NOBODY);
        boolean same = MessageDigest.isEqual(expected, hash(parts.group(2)));
        return known.filter(key -> same && key.isLive(clock.instant()));
    }

    void watch(@Observes StartupEvent event, Vertx vertx) {
        file.ifPresent(path -> vertx.setPeriodic(settings.reload().toMillis(), timer -> vertx.executeBlocking(() -> {
                    look(path);
                    return null;
                })
                .onFailure(e -> refuse(path, e))));
    }

    private synchronized void look(Path path) {
        var text = read(path);
        // It may still be being written, so it has to be the same twice.
        if (text.equals(seen) && !text.equals(loaded)) {
            load(text);
        }
        seen = text;
        refused = refused && !text.equals(loaded);
    }

    private void load(String text) {
        try {
            byId = ApiKeyFile.read(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("casebook.gateway.api-keys.file: " + e.getMessage(), e);
        }
        loaded = text;
        Log.infof("event=api-keys.loaded keys=%d", byId.size());
    }

    private void refuse(Path path, Throwable reason) {
        if (!refused) {
            Log.errorf("event=api-keys.refused file=%s mistake=\"%s\"", path, reason.getMessage());
        }
        refused = true;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("casebook.gateway.api-keys.file: " + e.getMessage(), e);
        }
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
