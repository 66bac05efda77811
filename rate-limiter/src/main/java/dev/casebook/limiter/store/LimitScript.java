package dev.casebook.limiter.store;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.algorithms.Rate;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The script {@code redis/limits.lua}: what goes in, what comes out, and its way into a Redis that does not know it yet. */
@Singleton
final class LimitScript {

    private static final String RESOURCE = "/redis/limits.lua";
    private static final int NUMBERS = 5;

    private final Redis redis;
    private final String source;
    private final String digest;

    LimitScript(@RedisRole(Role.STATE) Redis redis) {
        this.redis = redis;
        this.source = read();
        this.digest = sha1(source);
    }

    /** One call, however many requests; also one when Redis has lost the script, at a start or a fail-over, but for the one that finds out. */
    CompletionStage<List<Verdict>> decide(List<Request> requests) {
        var keys = new LinkedHashMap<String, Integer>();
        var arguments = new ArrayList<String>();
        requests.forEach(request -> add(request, keys, arguments));
        var names = keys.keySet().toArray(String[]::new);
        var values = arguments.toArray(String[]::new);

        return redis.<List<Long>>call(commands -> commands.evalsha(digest, ScriptOutputType.MULTI, names, values))
                .exceptionallyCompose(failure -> isUnknown(failure)
                        ? redis.call(commands -> commands.eval(source, ScriptOutputType.MULTI, names, values))
                        : CompletableFuture.failedStage(failure))
                .thenApply(answer -> verdicts(requests, answer));
    }

    private static void add(Request request, LinkedHashMap<String, Integer> keys, List<String> arguments) {
        arguments.add(Integer.toString(request.demands().size()));
        for (var demand : request.demands()) {
            var terms = demand.terms();
            var index = keys.computeIfAbsent(name(request.domain(), demand), _ -> keys.size() + 1);
            // What no limit can admit need not be said exactly, and would not fit a double.
            long cost = Math.min(demand.cost(), Rate.MAX_COUNT + 1);
            arguments.add(index.toString());
            arguments.add(terms.algorithm());
            arguments.add(Long.toString(terms.count()));
            arguments.add(Long.toString(terms.period()));
            arguments.add(Long.toString(terms.capacity()));
            arguments.add(Long.toString(terms.tick()));
            arguments.add(Long.toString(cost));
            arguments.add(demand.role().name());
        }
    }

    /** The state's unit is in its name: a rule that gets other numbers begins afresh, and never reads what another left. */
    static String name(String domain, Demand demand) {
        var terms = demand.terms();
        return "limiter:{" + domain + "}:" + terms.algorithm() + ":" + terms.count() + ":" + terms.period() + ":"
                + terms.tick() + ":" + demand.key();
    }

    private static List<Verdict> verdicts(List<Request> requests, List<Long> answer) {
        var verdicts = new ArrayList<Verdict>(requests.size());
        int at = 1;
        for (var request : requests) {
            boolean admitted = answer.get(at++) == 1;
            var decisions = new ArrayList<Decision>(request.demands().size());
            for (int i = 0; i < request.demands().size(); i++, at += NUMBERS) {
                decisions.add(new Decision(
                        answer.get(at) == 1,
                        answer.get(at + 1),
                        answer.get(at + 2),
                        answer.get(at + 3),
                        answer.get(at + 4)));
            }
            verdicts.add(new Verdict(answer.getFirst(), admitted, false, decisions));
        }
        return verdicts;
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof RedisNoScriptException
                || failure instanceof CompletionException && failure.getCause() instanceof RedisNoScriptException;
    }

    private static String read() {
        try (var resource = LimitScript.class.getResourceAsStream(RESOURCE)) {
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
