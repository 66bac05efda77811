package dev.casebook.chassis.jdbc;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;

/** Carries out a request at most once for each {@code Idempotency-Key}, however often the client sends it. */
@Singleton
public final class IdempotencyKeys {

    private static final Problem RUNNING =
            Problem.of(409, "request-in-progress", "A request with this Idempotency-Key is still running");
    private static final Problem OTHER_BODY =
            Problem.of(422, "idempotency-key-reused", "This Idempotency-Key came with another body before");
    private static final Problem BAD_KEY = Problem.of(400, "invalid-request", "The request is not valid")
            .error("Idempotency-Key", "must be 1 to 255 visible ASCII characters");

    private final IdempotencyTable table;

    IdempotencyKeys(IdempotencyTable table) {
        this.table = table;
    }

    /**
     * Runs the effect and keeps its answer, in one transaction: either both are there afterwards or neither. What the effect throws rolls back
     * and goes to the caller, and the key is as new.
     *
     * @param subject who asks; the same key of another subject is another key
     * @param route what is asked, as method and path template: {@code POST /api/v1/links}
     * @param key as the client sent it
     * @param effect joins the transaction; not run when the answer is known
     * @return the effect's answer, or the one it gave to the same key and body before
     * @throws ProblemException 400 for a key that is none, 409 while the same key is running, 422 when the key came with another body
     */
    public StoredResponse run(
            String subject, String route, String key, byte[] requestBody, Supplier<StoredResponse> effect) {
        if (!key.matches("[!-~]{1,255}")) {
            throw new ProblemException(BAD_KEY);
        }
        var request = new IdempotentRequest(subject, route, key, sha256(requestBody));
        return QuarkusTransaction.joiningExisting().call(() -> {
            if (!table.lock(request)) {
                throw new ProblemException(RUNNING);
            }
            var answered = table.find(request);
            if (answered.isEmpty()) {
                var response = effect.get();
                table.insert(request, response);
                return response;
            }
            if (!answered.get().isFor(request)) {
                throw new ProblemException(OTHER_BODY);
            }
            return answered.get().response();
        });
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
