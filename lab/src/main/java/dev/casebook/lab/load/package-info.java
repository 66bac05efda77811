/**
 * An open-model generator for HTTP/1.1: each request is due at a time fixed beforehand, whatever became of those before it. One thread holds the
 * schedule and does the I/O.
 */
package dev.casebook.lab.load;
