package dev.casebook.shortener.redirects;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Randomness as a dependency, so that a test can bend it. Fit for jitter, not for secrets. */
final class RandomSource {

    @Produces
    @Singleton
    RandomGenerator random() {
        // Looked up at each call: a ThreadLocalRandom must not leave its thread.
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
