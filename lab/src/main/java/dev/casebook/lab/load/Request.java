package dev.casebook.lab.load;

/**
 * What is sent, and the answer that is expected.
 *
 * @param bytes all of it, headers and body
 * @param expectedStatus any other is an error
 * @param aside a request of another kind beside the load: its latency is kept apart, so that a few slow ones do not stand for the many
 */
public record Request(byte[] bytes, int expectedStatus, boolean aside) {}
