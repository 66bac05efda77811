/** Rules and overrides over REST: kept in PostgreSQL, told to every instance by event. */
package dev.casebook.limiter.administration;
