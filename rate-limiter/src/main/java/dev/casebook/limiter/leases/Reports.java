package dev.casebook.limiter.leases;

import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;

/** Reads the messages of callers. */
@Singleton
final class Reports {

    /** More than any limit can count, and no sum of some of them overflows. */
    private static final long MANY = 1L << 40;

    private final LeaseSettings settings;

    Reports(LeaseSettings settings) {
        this.settings = settings;
    }

    /**
     * Whose rules hold.
     *
     * @param before the domain of the stream so far; empty at its first message
     * @throws InvalidReportException when there is none, or another
     */
    String domain(String before, RateLimitQuotaUsageReports message) {
        var named = message.getDomain();
        if (named.isEmpty() && before.isEmpty()) {
            throw new InvalidReportException("the first message of a stream must name the domain");
        }
        if (!named.isEmpty() && !before.isEmpty() && !named.equals(before)) {
            throw new InvalidReportException("the domain of this stream is %s; for %s open another", before, named);
        }
        if (named.length() > settings.maxLength()) {
            throw new InvalidReportException("a domain has at most %d characters", settings.maxLength());
        }
        return named.isEmpty() ? before : named;
    }

    /** @throws InvalidReportException at the first that is wrong */
    List<Usage> usages(RateLimitQuotaUsageReports message) {
        if (message.getBucketQuotaUsagesCount() > settings.maxBuckets()) {
            throw new InvalidReportException("a message has at most %d buckets", settings.maxBuckets());
        }
        var usages =
                message.getBucketQuotaUsagesList().stream().map(this::usage).toList();
        var buckets = new HashSet<>();
        for (var usage : usages) {
            if (!buckets.add(usage.bucket())) {
                throw new InvalidReportException("a message tells of a bucket once, not twice of %s", usage.bucket());
            }
        }
        return usages;
    }

    private Usage usage(BucketQuotaUsage report) {
        var bucket = report.getBucketId().getBucketMap();
        if (bucket.isEmpty()) {
            throw new InvalidReportException("a bucket must have an entry");
        }
        if (bucket.size() > settings.maxEntries()) {
            throw new InvalidReportException(
                    "a bucket has at most %d entries, not %d", settings.maxEntries(), bucket.size());
        }
        bucket.forEach((key, value) -> {
            if (key.isEmpty() || value.isEmpty()) {
                throw new InvalidReportException("keys and values of a bucket must not be empty");
            }
            if (key.length() > settings.maxLength() || value.length() > settings.maxLength()) {
                throw new InvalidReportException(
                        "keys and values of a bucket have at most %d characters", settings.maxLength());
            }
        });
        return new Usage(bucket, hits(report.getNumRequestsAllowed()), hits(report.getNumRequestsDenied()));
    }

    /** From an unsigned number. */
    private static long hits(long count) {
        return count < 0 ? MANY : Math.min(MANY, count);
    }
}
