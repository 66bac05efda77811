package dev.casebook.limiter.leases;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What the buckets of all streams take up together: their callers choose how long keys and values are. */
@Singleton
final class Room {

    /** Of a lease and its places in maps, whatever its bucket is called; bytes, or characters of one. */
    private static final int EACH = 500;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Room(LeaseSettings settings) {
        this.most = settings.maxCharacters();
    }

    /** How much a bucket takes. */
    static long of(Map<String, String> bucket) {
        return bucket.entrySet().stream()
                        .mapToLong(entry ->
                                entry.getKey().length() + entry.getValue().length())
                        .sum()
                + EACH;
    }

    /**
     * @return how much it was, to be freed
     * @throws TooManyException when there is none
     */
    long take(Map<String, String> bucket) {
        long wanted = of(bucket);
        if (taken.addAndGet(wanted) > most) {
            taken.addAndGet(-wanted);
            throw new TooManyException("buckets of all streams have %d characters, as many as may be", most);
        }
        return wanted;
    }

    void free(long characters) {
        taken.addAndGet(-characters);
    }
}
