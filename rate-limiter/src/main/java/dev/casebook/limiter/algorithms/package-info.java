/**
 * Six ways to limit a rate, as pure functions of (state, now, cost): no clock, no store, no floating point. Times are microseconds since any fixed
 * instant. Every intermediate value stays below 2^53, so that a Redis script, whose only numbers are doubles, computes the same to the last bit.
 */
package dev.casebook.limiter.algorithms;
