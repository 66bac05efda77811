/** Decisions of a caller by itself, from tokens that it took out of a limit in advance, over Envoy's rate limit quota service. */
package dev.casebook.limiter.client.leases;
