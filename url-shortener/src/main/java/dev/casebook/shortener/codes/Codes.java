package dev.casebook.shortener.codes;

import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.store.Store;
import dev.casebook.shortener.store.StoreAwayException;
import io.quarkus.logging.Log;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The supply of fresh codes. Ids come from ranges leased by this process, and the next range is fetched when half of one is used, so that a
 * creation normally waits for nothing.
 */
@ApplicationScoped
public class Codes {

    private final CodeRanges ranges;
    private final Store store;
    private final CodeSettings settings;
    private final ExecutorService background;
    private final Optional<CodeKey> key;
    private final Optional<CodeScheme> scheme;

    private final ReentrantLock lock = new ReentrantLock();
    private IdRange current = IdRange.NONE;
    private CompletableFuture<IdRange> upcoming;

    Codes(
            CodeRanges ranges,
            Store store,
            CodeSettings settings,
            ServiceSettings service,
            Clock clock,
            @VirtualThreads ExecutorService background) {
        this.ranges = ranges;
        this.store = store;
        this.settings = settings;
        this.background = background;
        this.key = settings.codeKey().map(CodeKey::ofHex);
        this.scheme = settings.codeScheme().with(key, service.instance(), clock);
    }

    /**
     * A code that no other call, process or machine was ever given in this epoch, unless a scheme was chosen whose codes collide. It may equal an alias
     * that a person chose, or a code of an earlier epoch: the insert finds out.
     *
     * @param url what the code is to stand for
     * @param attempt from 0; more when the codes of earlier attempts were taken
     * @throws StoreAwayException if no id is left in memory and none can be leased
     * @throws NoCodesException if the key is missing or is not this epoch's
     */
    public String next(String url, int attempt) {
        var chosen = scheme.orElseThrow(() -> new NoCodesException("casebook.shortener.code-key is not set"));
        return chosen.code(settings.codeScheme().leasesIds() ? nextId() : 0, url, attempt);
    }

    /** Starts leasing if nothing is in memory. */
    void prepare() {
        lock.lock();
        try {
            if (current.isEmpty()) {
                fetch();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Why codes cannot be made now; empty when they can. */
    Optional<String> shortage() {
        if (scheme.isEmpty()) {
            return Optional.of("casebook.shortener.code-key is not set");
        }
        if (!settings.codeScheme().leasesIds()) {
            return Optional.empty();
        }
        lock.lock();
        try {
            if (!current.isEmpty() || upcoming != null && !upcoming.isCompletedExceptionally() && upcoming.isDone()) {
                return Optional.empty();
            }
            return Optional.of(
                    upcoming != null && upcoming.isCompletedExceptionally()
                            ? upcoming.exceptionNow().getMessage()
                            : "no range of ids leased yet");
        } finally {
            lock.unlock();
        }
    }

    private long nextId() {
        while (true) {
            CompletableFuture<IdRange> awaited;
            lock.lock();
            try {
                if (current.isEmpty()
                        && upcoming != null
                        && upcoming.isDone()
                        && !upcoming.isCompletedExceptionally()) {
                    current = upcoming.join();
                    upcoming = null;
                }
                if (current.left() <= settings.codeRange() / 2) {
                    fetch();
                }
                if (!current.isEmpty()) {
                    long id = current.next();
                    current = current.withoutFirst();
                    return id;
                }
                awaited = upcoming;
            } finally {
                lock.unlock();
            }
            await(awaited);
        }
    }

    /** The caller holds the lock. A failed lease is tried again by the next caller, which the store's breaker keeps cheap. */
    private void fetch() {
        if (scheme.isPresent()
                && settings.codeScheme().leasesIds()
                && (upcoming == null || upcoming.isCompletedExceptionally())) {
            upcoming = CompletableFuture.supplyAsync(this::lease, background);
        }
    }

    private IdRange lease() {
        var range = store.change(() -> ranges.lease(
                        settings.codeEpoch(), settings.codeScheme().fingerprint(key), settings.codeRange()))
                .orElseThrow(() -> new NoCodesException(
                        "casebook.shortener.code-key, or code-scheme, is not the one that epoch " + settings.codeEpoch()
                                + " began with; restore it, or raise casebook.shortener.code-epoch"));
        Log.debugf("leased ids first=%d end=%d", range.next(), range.end());
        return range;
    }

    private void await(CompletableFuture<IdRange> range) {
        try {
            range.get(settings.codeWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StoreAwayException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreAwayException(e);
        }
    }
}
