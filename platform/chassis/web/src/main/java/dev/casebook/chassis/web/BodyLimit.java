package dev.casebook.chassis.web;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
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
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers a body that is longer than its path allows ({@link BodySettings}) with a problem. Quarkus has one limit for all paths, and an answer that says
 * nothing; this comes first, and Quarkus's own check stays behind it for whoever reads a body past the REST layer.
 */
@jakarta.ws.rs.ext.Provider
public final class BodyLimit implements ReaderInterceptor {

    /** Quarkus checks at -2. */
    private static final int BEFORE_QUARKUS = -3;

    private static final int AFTER_QUARKUS = -1;

    private static final Problem TOO_LARGE = Problem.of(413, "body-too-large", "The body is too large");

    private final ProblemRoutes problems;
    private final CurrentVertxRequest current;
    // Providers, because REST interceptors are made before the run-time configuration is read.
    private final Provider<VertxHttpConfig> config;
    private final Provider<BodySettings> settings;
    /** In bytes; kept, since Quarkus makes its configuration anew for each who asks. */
    private volatile long most;

    private volatile Map<String, Long> mostAt = Map.of();

    BodyLimit(
            ProblemRoutes problems,
            CurrentVertxRequest current,
            Provider<VertxHttpConfig> config,
            Provider<BodySettings> settings) {
        this.problems = problems;
        this.current = current;
        this.config = config;
        this.settings = settings;
    }

    /** @throws IllegalStateException if Quarkus would not let through what a path allows */
    void register(@Observes Router router) {
        most = settings.get().most().asLongValue();
        mostAt = settings.get().mostAt().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().asLongValue()));
        long quarkus = config.get().limits().maxBodySize().orElseThrow().asLongValue();
        if (most > quarkus || mostAt.values().stream().anyMatch(limit -> limit > quarkus)) {
            throw new IllegalStateException(
                    "quarkus.http.limits.max-body-size is below casebook.web.bodies: %d bytes".formatted(quarkus));
        }
        router.route().order(BEFORE_QUARKUS).handler(this::declaredLength);
        router.route().order(AFTER_QUARKUS).handler(this::undeclaredLength);
    }

    private void declaredLength(RoutingContext context) {
        var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            context.next();
            return;
        }
        long limit = limit(context);
        if (Long.parseLong(length) <= limit) {
            context.next();
            return;
        }
        // Nobody will read the body, so nothing else can come over this connection.
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(sent -> context.request().connection().close());
        problems.write(context, tooLarge(limit));
    }

    /** Quarkus would cut a chunked body at the limit and close; twice as much lets {@link #aroundReadFrom} answer first. */
    private void undeclaredLength(RoutingContext context) {
        if (context.get(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY) != null) {
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, 2 * limit(context));
        }
        context.next();
    }

    private long limit(RoutingContext context) {
        return mostAt.getOrDefault(context.normalizedPath(), most);
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (!context.getHeaders().containsKey(jakarta.ws.rs.core.HttpHeaders.CONTENT_LENGTH)) {
            context.setInputStream(new Counted(context.getInputStream(), limit(current.getCurrent())));
        }
        return context.proceed();
    }

    private static Problem tooLarge(long limit) {
        return TOO_LARGE.detail("At most %d bytes are accepted.".formatted(limit));
    }

    private static final class Counted extends FilterInputStream {

        private final long limit;
        private long count;

        Counted(InputStream in, long limit) {
            super(in);
            this.limit = limit;
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
                throw new ProblemException(tooLarge(limit));
            }
            return read;
        }
    }
}
