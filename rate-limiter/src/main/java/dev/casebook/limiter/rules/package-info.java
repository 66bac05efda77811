/**
 * Which limit holds for what: the YAML configuration of envoyproxy/ratelimit, its matching, and its words for what is wrong with a file. Two keys are
 * ours: {@code algorithm} and {@code burst} of a {@code rate_limit}.
 */
package dev.casebook.limiter.rules;
