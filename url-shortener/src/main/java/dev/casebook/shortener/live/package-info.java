/** Clicks shown to the owner of a link while they are made. */
package dev.casebook.shortener.live;
