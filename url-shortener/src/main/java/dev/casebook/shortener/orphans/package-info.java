/** Visits that belong to no link, counted by kind and day: what is kept of them does not grow with their number. */
package dev.casebook.shortener.orphans;
