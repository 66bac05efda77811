package dev.casebook.limiter.client.leases;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import io.grpc.Channel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.jboss.logging.Logger;

/**
 * A caller with leases of a domain's limits. One stream to the limiter, opened when somebody needs it; one thread of its own, on which everything
 * happens but the decisions. At most one report of a bucket is on its way, so that an answer is the answer to it.
 */
public final class LeasedLimiter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LeasedLimiter.class);

    private final Channel channel;
    private final String domain;
    private final LeaseClientSettings settings;
    private final Cache<Map<String, String>, LeasedLimit> limits;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("limiter-leases").factory());
    private final Queue<LeasedLimit> asked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean reachable = true;
    private volatile long lastSent = System.nanoTime();

    private final Map<Map<String, String>, Sent> unanswered = new LinkedHashMap<>();
    private Optional<QuotaStream> stream = Optional.empty();
    private long mayConnect = System.nanoTime();

    private record Sent(LeasedLimit limit, long at) {}

    /** @param domain whose rules hold */
    public LeasedLimiter(Channel channel, String domain, LeaseClientSettings settings) {
        this.channel = channel;
        this.domain = domain;
        this.settings = settings;
        this.limits = Caffeine.newBuilder()
                .maximumSize(settings.maxBuckets())
                .executor(Runnable::run)
                .build();
        long often = settings.answerWithin().toNanos() / 2;
        thread.scheduleWithFixedDelay(this::leaveTheSilent, often, often, TimeUnit.NANOSECONDS);
    }

    /**
     * The limit of a bucket: not to be kept, but fetched for each decision, since one that is long unused loses its lease.
     *
     * @param entries of a descriptor, in no order
     * @param fallback that of whoever fetches it first
     */
    public LeasedLimit limit(Map<String, String> entries, Fallback fallback) {
        var known = limits.getIfPresent(entries);
        return known != null ? known : limits.get(Map.copyOf(entries), fresh -> new LeasedLimit(fresh, fallback, this));
    }

    /** Whether the limiter answered when it was last asked. */
    public boolean reachable() {
        return reachable;
    }

    /** Ends the stream. What is held may be spent until it runs out. */
    @Override
    public void close() {
        thread.execute(() -> stream.ifPresent(QuotaStream::end));
        thread.shutdown();
    }

    /** Empty when nobody can be waited for, or too many wait already. */
    <T> Optional<CompletionStage<T>> whileWaiting(LongFunction<CompletionStage<T>> wait) {
        if (!reachable || thread.isShutdown()) {
            return Optional.empty();
        }
        if (waiting.incrementAndGet() > settings.maxWaiting()) {
            waiting.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(wait.apply(System.nanoTime() + settings.patience().toNanos())
                .whenComplete((_, _) -> waiting.decrementAndGet()));
    }

    void ask(LeasedLimit limit) {
        asked.add(limit);
        if (!thread.isShutdown() && gathering.compareAndSet(false, true)) {
            long pause = lastSent + settings.gather().toNanos() - System.nanoTime();
            thread.schedule(this::report, Math.max(0, pause), TimeUnit.NANOSECONDS);
        }
    }

    private void report() {
        gathering.set(false);
        var askers = new HashMap<Map<String, String>, LeasedLimit>();
        while (asked.poll() instanceof LeasedLimit limit) {
            // One that has lost its place must not speak for whoever has it now.
            if (limits.getIfPresent(limit.entries()) == limit) {
                var before = unanswered.get(limit.entries());
                if (before == null) {
                    askers.put(limit.entries(), limit);
                } else if (before.limit() != limit) {
                    limit.wake();
                }
            }
        }
        if (stream.isEmpty() && System.nanoTime() - mayConnect < 0) {
            askers.values().forEach(LeasedLimit::wake);
            return;
        }
        if (stream.isEmpty()) {
            stream = Optional.of(QuotaStream.open(channel, this::received, this::broken, thread));
        }
        var message = RateLimitQuotaUsageReports.newBuilder().setDomain(domain);
        long now = System.nanoTime();
        lastSent = now;
        askers.forEach((entries, limit) -> {
            message.addBucketQuotaUsages(limit.report());
            unanswered.put(entries, new Sent(limit, now));
        });
        stream.orElseThrow().send(message.build());
    }

    private void received(QuotaStream from, RateLimitQuotaResponse answer, long arrived) {
        if (!stream.equals(Optional.of(from))) {
            return;
        }
        reachable = true;
        answer.getBucketActionList().forEach(action -> {
            var entries = action.getBucketId().getBucketMap();
            var sent = unanswered.remove(entries);
            if (sent != null) {
                sent.limit().answered(action, arrived);
            } else if (action.hasAbandonAction() && limits.getIfPresent(entries) instanceof LeasedLimit limit) {
                limit.answered(action, arrived);
            }
        });
    }

    private void leaveTheSilent() {
        long now = System.nanoTime();
        if (unanswered.values().stream()
                .anyMatch(sent -> now - sent.at() > settings.answerWithin().toNanos())) {
            stream.ifPresent(silent -> {
                silent.cancel();
                broken(silent, "nothing answered for " + settings.answerWithin());
            });
        }
    }

    private void broken(QuotaStream which, String reason) {
        if (!stream.equals(Optional.of(which))) {
            return;
        }
        LOG.warnf("event=limiter.leases.broken domain=%s reason=\"%s\"", domain, reason);
        stream = Optional.empty();
        reachable = false;
        mayConnect = System.nanoTime() + settings.pause().toNanos();
        unanswered.clear();
        limits.asMap().values().forEach(LeasedLimit::unsubscribed);
    }
}
