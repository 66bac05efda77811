package dev.casebook.limiter.store;

import dev.casebook.chassis.redis.Redis;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A script that begins with the algorithms, and its way into a Redis that does not know it yet.
 *
 * @param <A> what its answer is a list of
 */
final class Script<A> {

    private static final String ALGORITHMS = "algorithms";

    private final Redis redis;
    private final String source;
    private final String digest;

    Script(Redis redis, String name) {
        this.redis = redis;
        this.source = read(ALGORITHMS) + read(name);
        this.digest = sha1(source);
    }

    /** One call; also one when Redis has lost the script, at a start or a fail-over, but for the one that finds out. */
    CompletionStage<List<A>> call(Collection<String> keys, Collection<String> arguments) {
        var names = keys.toArray(String[]::new);
        var values = arguments.toArray(String[]::new);
        return redis.<List<A>>call(commands -> commands.evalsha(digest, ScriptOutputType.MULTI, names, values))
                .exceptionallyCompose(failure -> isUnknown(failure)
                        ? redis.call(commands -> commands.eval(source, ScriptOutputType.MULTI, names, values))
                        : CompletableFuture.failedStage(failure));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RedisNoScriptException
                || failure instanceof CompletionException && failure.getCause() instanceof RedisNoScriptException;
    }

    private static String read(String name) {
        try (var resource = Script.class.getResourceAsStream("/redis/" + name + ".lua")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String script) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
