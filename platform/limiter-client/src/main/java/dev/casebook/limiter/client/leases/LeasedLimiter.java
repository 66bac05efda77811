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
    private final Reporters reporters = new Reporters();
    /** In place of evicted ones that are unanswered. */
    private final Map<Map<String, String>, LeasedLimit> behind = new HashMap<>();

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
        thread.scheduleWithFixedDelay(this::lookAfterStream, often, often, TimeUnit.NANOSECONDS);
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
                    behind.put(limit.entries(), limit);
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
            message.addBucketQuotaUsages(reporters.report(limit));
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
            var asker = Optional.ofNullable(unanswered.remove(entries)).map(Sent::limit);
            var addressee = action.hasAbandonAction() ? reporters.abandoned(entries) : asker;
            addressee.ifPresent(limit -> limit.answered(action, arrived));
            Optional.ofNullable(behind.remove(entries)).ifPresent(this::ask);
        });
    }

    private void lookAfterStream() {
        long now = System.nanoTime();
        reporters.forget(
                limit -> evicted(limit) && !unanswered.containsKey(limit.entries()) && !limit.mayHoldTokens(now));
        if (unanswered.values().stream()
                .anyMatch(sent -> now - sent.at() > settings.answerWithin().toNanos())) {
            leave("nothing answered for " + settings.answerWithin());
        } else if (reporters.size() > settings.maxReported()) {
            leave("%d buckets are reported, %d at most".formatted(reporters.size(), settings.maxReported()));
        }
    }

    private void leave(String reason) {
        stream.ifPresent(old -> {
            old.cancel();
            broken(old, reason);
        });
    }

    private boolean evicted(LeasedLimit limit) {
        return limits.policy().getIfPresentQuietly(limit.entries()) != limit;
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
        behind.clear();
        reporters.streamBroke(this::evicted);
        // What they hold they may spend until that runs out.
        limits.asMap().values().forEach(LeasedLimit::wake);
    }
}
