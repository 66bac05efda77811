package dev.casebook.lab.limiters.peer;

import com.google.protobuf.UInt64Value;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.Entry;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.RateLimitOverride;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.Unit;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Requests about the rules in {@code peer/*.yaml}, with few values, so that limits are met and passed. The same seed gives the same requests. What
 * COMPAT.md lists as different in every mode is not asked: keys that share a counter there, limits of 0 or without a unit, more hits than are counted.
 */
final class RandomRequests {

    private static final List<String> DOMAINS = List.of("alpha", "beta");
    private static final List<String> KEYS = List.of(
            "second",
            "minute",
            "hour",
            "day",
            "week",
            "month",
            "year",
            "path",
            "free",
            "dark",
            "override",
            "told",
            "valued");
    private static final List<String> BELOW = List.of("hour", "color", "unknown");
    private static final String QUOTA = "quota";

    /** Which is never used up: there quotas refuse nobody, here a request all of whose quotas are used up is refused. */
    private static final String SPARE_QUOTA = "spare";

    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final List<String> COLORS = List.of("red", "blue");
    private static final List<String> PATHS = List.of("files/a", "files/b", "pages/a", "pages/b", "files", "other");
    private static final List<Unit> UNITS =
            List.of(Unit.SECOND, Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.MONTH, Unit.YEAR);
    private static final int MOST_DESCRIPTORS = 3;
    private static final int LARGEST_COST = 6;
    private static final int LARGEST_OVERRIDE = 12;

    /** COMPAT.md: more in one request count as so many here. */
    private static final long LARGEST_HITS = 1L << 32;

    private final SplittableRandom random;

    RandomRequests(long seed) {
        random = new SplittableRandom(seed);
    }

    RateLimitRequest next() {
        var request = RateLimitRequest.newBuilder().setDomain(chance(2) ? "" : chance(3) ? "unknown" : one(DOMAINS));
        int descriptors = chance(1) ? 0 : 1 + random.nextInt(MOST_DESCRIPTORS);
        for (int i = 0; i < descriptors; i++) {
            request.addDescriptors(descriptor());
        }
        if (chance(10)) {
            request.addDescriptors(quota(QUOTA)).addDescriptors(quota(SPARE_QUOTA));
        }
        if (chance(30)) {
            request.setHitsAddend(random.nextInt(LARGEST_COST));
        }
        return request.build();
    }

    /** Whether its limit is a quota that may be used up. */
    static boolean isQuota(RateLimitDescriptor descriptor) {
        return descriptor.getEntriesList().stream()
                .anyMatch(entry -> entry.getKey().equals(QUOTA));
    }

    private RateLimitDescriptor quota(String key) {
        return RateLimitDescriptor.newBuilder().addEntries(entry(key)).build();
    }

    private RateLimitDescriptor descriptor() {
        var descriptor = RateLimitDescriptor.newBuilder().addEntries(entry(chance(4) ? "unknown" : one(KEYS)));
        while (chance(35) && descriptor.getEntriesCount() < MOST_DESCRIPTORS) {
            descriptor.addEntries(entry(one(BELOW)));
        }
        if (chance(20)) {
            descriptor.setHitsAddend(UInt64Value.of(chance(5) ? LARGEST_HITS : random.nextInt(LARGEST_COST)));
        }
        return chance(8) ? withLimit(descriptor) : descriptor.build();
    }

    /** A limit of its own, with a counter of its own: there, one with the same values and unit would share it. */
    private RateLimitDescriptor withLimit(RateLimitDescriptor.Builder descriptor) {
        var unit = one(UNITS);
        int limit = 1 + random.nextInt(LARGEST_OVERRIDE);
        return descriptor
                .addEntries(Entry.newBuilder().setKey("limit").setValue(unit + "-" + limit))
                .setLimit(RateLimitOverride.newBuilder().setUnit(unit).setRequestsPerUnit(limit))
                .build();
    }

    private Entry entry(String key) {
        var values =
                switch (key) {
                    case "color" -> COLORS;
                    case "path" -> PATHS;
                    default -> VALUES;
                };
        return Entry.newBuilder()
                .setKey(key)
                .setValue(chance(3) ? "" : one(values))
                .build();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
