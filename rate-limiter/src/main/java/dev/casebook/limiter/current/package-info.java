/** The rules in effect: of files, of administration, and the overrides of single tenants. */
package dev.casebook.limiter.current;
