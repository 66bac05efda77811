package dev.casebook.chassis.web;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Answers a body over {@code quarkus.http.limits.max-body-size} with a problem. Quarkus enforces the same limit, with an answer that says nothing;
 * this comes first, and Quarkus's own check stays behind it for whoever reads a body past the REST layer.
 */
@jakarta.ws.rs.ext.Provider
public final class BodyLimit implements ReaderInterceptor {

    /** Quarkus checks at -2. */
    private static final int BEFORE_QUARKUS = -3;

    private static final int AFTER_QUARKUS = -1;

    private static final Problem TOO_LARGE = Problem.of(413, "body-too-large", "The body is too large");

    private final ProblemRoutes problems;
    // A provider, because REST interceptors are made before the run-time configuration is read.
    private final Provider<VertxHttpConfig> config;
    /** In bytes; kept, since Quarkus makes its configuration anew for each who asks. */
    private volatile long limit;

    BodyLimit(ProblemRoutes problems, Provider<VertxHttpConfig> config) {
        this.problems = problems;
        this.config = config;
    }

    void register(@Observes Router router) {
        limit = config.get().limits().maxBodySize().orElseThrow().asLongValue();
        router.route().order(BEFORE_QUARKUS).handler(this::declaredLength);
        router.route().order(AFTER_QUARKUS).handler(this::undeclaredLength);
    }

    private void declaredLength(RoutingContext context) {
        var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || Long.parseLong(length) <= limit) {
            context.next();
            return;
        }
        // Nobody will read the body, so nothing else can come over this connection.
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(sent -> context.request().connection().close());
        problems.write(context, tooLarge());
    }

    /** Quarkus would cut a chunked body at the limit and close; twice as much lets {@link #aroundReadFrom} answer first. */
    private void undeclaredLength(RoutingContext context) {
        if (context.get(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY) != null) {
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, 2 * limit);
        }
        context.next();
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!context.getHeaders().containsKey(jakarta.ws.rs.core.HttpHeaders.CONTENT_LENGTH)) {
            context.setInputStream(new Counted(context.getInputStream()));
        }
        return context.proceed();
    }

    private Problem tooLarge() {
        return TOO_LARGE.detail("At most %d bytes are accepted.".formatted(limit));
    }

    private final class Counted extends FilterInputStream {

        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            return count(read, read);
        }

        private int count(int read, int bytes) {
            if (read >= 0 && (count += bytes) > limit) {
                throw new ProblemException(tooLarge());
            }
            return read;
        }
    }
}
