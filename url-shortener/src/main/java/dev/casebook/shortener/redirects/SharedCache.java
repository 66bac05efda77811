package dev.casebook.shortener.redirects;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import io.lettuce.core.ScriptOutputType;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What all instances know of codes: Redis. Holds links and deletions but no unknown codes, which scanners would fill it with. A failure here costs a
 * look-up in the store and nothing else, so it is never passed on.
 */
@ApplicationScoped
class SharedCache {

    /** Sets only what is not older than what is held, in one step: two writers cannot overtake each other. */
    private static final String SET_UNLESS_OLDER = """
            local held = redis.call('GET', KEYS[1])
            if held and tonumber(string.match(held, '^%d+')) > tonumber(ARGV[1]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1""";

    private final Redis redis;
    private final RedirectSettings settings;
    private final Clock clock;

    SharedCache(@RedisRole(Role.CACHE) Redis redis, RedirectSettings settings, Clock clock) {
        this.redis = redis;
        this.settings = settings;
        this.clock = clock;
    }

    /** Completes with empty, too, when Redis is away. */
    CompletionStage<Optional<Known>> find(String code) {
        return redis.call(commands -> commands.get(key(code))).handle((text, failure) -> {
            if (failure != null) {
                Log.debugf("shared cache get failed reason=%s", failure.getMessage());
                return Optional.empty();
            }
            return Optional.ofNullable(text).flatMap(SharedEntry::parse);
        });
    }

    /** Does not wait. What is not written stays to be found in the store. */
    void learn(String code, Known known) {
        long left = known.readAt() + settings.hardAge().toMillis() - clock.millis();
        if (left <= 0 || known.destination() instanceof Destination.Unknown) {
            return;
        }
        redis.<Long>call(commands -> commands.eval(
                        SET_UNLESS_OLDER,
                        ScriptOutputType.INTEGER,
                        new String[] {key(code)},
                        Long.toString(known.destination().version()),
                        SharedEntry.write(known),
                        Long.toString(left)))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        Log.debugf("shared cache set failed reason=%s", failure.getMessage());
                    }
                });
    }

    /** The braces make code the part that a Redis Cluster hashes. */
    private static String key(String code) {
        return "url-shortener:link:{" + code + "}";
    }
}
