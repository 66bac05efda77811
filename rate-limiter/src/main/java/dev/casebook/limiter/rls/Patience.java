package dev.casebook.limiter.rls;

import dev.casebook.limiter.store.StoreSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** How long a decision may take. */
@Singleton
final class Patience {

    private final Duration most;
    private final double share;

    Patience(StoreSettings store, FailureSettings failure) {
        this.most = store.patience();
        this.share = failure.shareOfDeadline();
    }

    /** @param remaining how long the caller waits: it must hear what the failure policy says while it still listens */
    Duration of(Optional<Duration> remaining) {
        return remaining
                .map(left -> Duration.ofNanos((long) (left.toNanos() * share)))
                .filter(left -> left.compareTo(most) < 0)
                .orElse(most);
    }
}
