/** Visit limits, exact across instances: visits are leased from PostgreSQL before they are spent. */
package dev.casebook.shortener.visits;
