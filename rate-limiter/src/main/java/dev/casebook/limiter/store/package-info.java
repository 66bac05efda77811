/**
 * Limits that all instances share: their states live in Redis, where one script decides by the clock of Redis. What comes in while an answer is
 * awaited goes with the next call, so a busy key costs less than one command a decision.
 */
package dev.casebook.limiter.store;
