/**
 * Envoy's rate limit quota service: callers take tokens out of a limit in advance, and decide by themselves as long as these last. How far that may
 * overshoot is said at {@link dev.casebook.limiter.leases.Lease}.
 */
package dev.casebook.limiter.leases;
