/** Envoy's rate limit service: what it asks, by the rules, from the store. */
package dev.casebook.limiter.rls;
