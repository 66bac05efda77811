/**
 * The API of Shlink 4, version 3, on top of our links and statistics, with its own conventions: for clients that exist. What differs is in SHLINK.md.
 */
package dev.casebook.shortener.shlink;
