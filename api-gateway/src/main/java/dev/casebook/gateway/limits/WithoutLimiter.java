package dev.casebook.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.casebook.gateway.limits.Decision.By;
import dev.casebook.limiter.client.leases.Fallback;
import dev.casebook.limiter.client.leases.Fallback.LocalShare;
import dev.casebook.limiter.client.leases.LocalWindow;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What becomes of requests while the limiter is unreachable. */
@Singleton
final class WithoutLimiter {

    private static final Duration SOON = Duration.ofSeconds(1);

    /** Whose requests are counted together. */
    private record Counted(String domain, Map<String, String> entries, LocalShare share) {}

    private final Cache<Counted, LocalWindow> windows;

    WithoutLimiter(LimiterSettings settings) {
        this.windows = Caffeine.newBuilder()
                .maximumSize(settings.localShares())
                .executor(Runnable::run)
                .build();
    }

    Decision decide(Descriptor descriptor) {
        var limit = descriptor.limit();
        return switch (limit.unreachable()) {
            case Fallback.Open _ -> new Decision(limit, true, By.OPEN, Duration.ZERO);
            case Fallback.Closed _ -> new Decision(limit, false, By.CLOSED, SOON);
            case LocalShare share -> {
                var window = windows.get(
                        new Counted(limit.domain(), descriptor.entries(), share), _ -> new LocalWindow(share));
                boolean admitted = window.admits(System.nanoTime());
                yield new Decision(limit, admitted, By.LOCAL_SHARE, admitted ? Duration.ZERO : share.period());
            }
        };
    }

    List<Decision> decide(List<Descriptor> descriptors) {
        return descriptors.stream().map(this::decide).toList();
    }
}
