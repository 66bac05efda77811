package dev.casebook.shortener.apikeys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Keys for programs that cannot log in. A key stands for the user who made it, until it is revoked. */
@ApplicationScoped
public class ApiKeys {

    private final ApiKeyTable table;
    private final ApiKeySettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(ApiKeyTable table, ApiKeySettings settings, Clock clock) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whose key it is; empty if it is none, or none any more. */
    public Optional<String> owner(String presented) {
        return Secret.parse(presented)
                .flatMap(secret -> table.find(secret.id()).filter(stored -> secret.hasHash(stored.hash())))
                .map(ApiKeyTable.Stored::owner);
    }

    /** @return empty if the owner has as many keys as one may have */
    @Transactional
    Optional<Created> create(String owner, String name) {
        table.lockOwner(owner);
        if (table.of(owner).size() >= settings.perUser()) {
            return Optional.empty();
        }
        var secret = Secret.random(random);
        var key = new ApiKey(secret.id(), name, clock.instant().truncatedTo(ChronoUnit.MICROS));
        table.insert(owner, key, secret.hash());
        return Optional.of(new Created(key, secret.text()));
    }

    List<ApiKey> list(String owner) {
        return table.of(owner);
    }

    /** @return whether the owner had such a key */
    boolean revoke(String owner, String id) {
        return table.delete(owner, id);
    }

    /** @param secret what nobody can be told again */
    record Created(ApiKey key, String secret) {}
}
