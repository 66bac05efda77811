package dev.casebook.limiter.leases;

import java.util.Map;

/**
 * What a caller did with a bucket since it reported last.
 *
 * @param bucket what its requests have in common
 * @param allowed requests, not negative
 * @param denied requests, not negative
 */
record Usage(Map<String, String> bucket, long allowed, long denied) {}
