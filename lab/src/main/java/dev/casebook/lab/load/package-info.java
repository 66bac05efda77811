/**
 * An open-model generator for HTTP/1.1: request n is due at {@code n / rate} seconds, whatever became of those before it. One thread holds the
 * schedule and does the I/O.
 */
package dev.casebook.lab.load;
