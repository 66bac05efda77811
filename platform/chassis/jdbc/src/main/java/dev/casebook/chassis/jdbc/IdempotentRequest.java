package dev.casebook.chassis.jdbc;

import java.security.MessageDigest;

/** @param bodyHash SHA-256 */
record IdempotentRequest(String subject, String route, String key, byte[] bodyHash) {

    /** An answer of before, and the hash of the body that it was for. */
    record Answered(byte[] bodyHash, StoredResponse response) {

        boolean isFor(IdempotentRequest request) {
            return MessageDigest.isEqual(bodyHash, request.bodyHash);
        }
    }
}
