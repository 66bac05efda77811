/** Which requests may proceed, as the rate limiter says; and what becomes of them while it does not say anything. */
package dev.casebook.gateway.limits;
