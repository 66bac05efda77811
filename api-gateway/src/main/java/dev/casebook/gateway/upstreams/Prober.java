package dev.casebook.gateway.upstreams;

import io.quarkus.logging.Log;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Asks every instance again and again whether it is ready; at most one question at a time to each. */
@Singleton
public final class Prober extends AbstractVerticle {

    private static final String READINESS = "/q/health/ready";

    /** In bytes. */
    private static final int LONGEST_ANSWER = 256 << 10;

    private final Upstreams upstreams;
    private final UpstreamSettings.Health settings;
    private HttpClient client;

    Prober(Upstreams upstreams, UpstreamSettings settings) {
        this.upstreams = upstreams;
        this.settings = settings.health();
    }

    @Override
    public void start() {
        client = vertx.httpClientBuilder()
                .with(clientOptions())
                // One connection for each instance, and several services may be at one address.
                .with(new PoolOptions()
                        .setHttp1MaxSize(Math.max(1, upstreams.all().size())))
                // What a broken connection means is told to the probe that was on it.
                .withConnectHandler(connection -> connection.exceptionHandler(e -> Log.debug("event=probe.broken", e)))
                .build();
        probeAll();
        vertx.setPeriodic(settings.interval().toMillis(), timer -> probeAll());
        vertx.setPeriodic(settings.resolveInterval().toMillis(), timer -> resolve());
    }

    private HttpClientOptions clientOptions() {
        return new HttpClientOptions()
                .setConnectTimeout((int) settings.timeout().toMillis())
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    private void resolve() {
        vertx.executeBlocking(() -> {
                    upstreams.resolve();
                    return null;
                })
                .onFailure(e -> Log.errorf(e, "event=upstream.resolve.failed"));
    }

    private void probeAll() {
        for (var upstream : upstreams.all()) {
            for (var instance : upstream.instances()) {
                if (instance.startProbe()) {
                    probe(upstream, instance);
                }
            }
        }
    }

    private void probe(Upstream upstream, Instance instance) {
        var request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(instance.management())
                .setHost(instance.management().hostAddress())
                .setPort(instance.management().port())
                .setURI(READINESS)
                .setTimeout(settings.timeout().toMillis());
        client.request(request)
                .compose(HttpClientRequest::send)
                .compose(response -> end(response).map(response.statusCode()))
                .onComplete(
                        status -> probed(
                                upstream, instance, status == 200 ? Instance.State.READY : Instance.State.NOT_READY),
                        e -> probed(upstream, instance, failure(e)));
    }

    /** A health document is a few lines; what has more is not read to an end that may never come. */
    private Future<Void> end(HttpClientResponse response) {
        var connection = response.request().connection();
        var read = new AtomicLong();
        response.handler(part -> {
            if (read.addAndGet(part.length()) > LONGEST_ANSWER) {
                connection.close();
            }
        });
        return response.end()
                .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(e -> connection.close());
    }

    /** A refused or reset connection says that nobody is there; anything else may be a pause. */
    private static Instance.State failure(Throwable e) {
        return e instanceof SocketException || e instanceof HttpClosedException
                ? Instance.State.UNREACHABLE
                : Instance.State.SILENT;
    }

    private void probed(Upstream upstream, Instance instance, Instance.State outcome) {
        var before = instance.state();
        if (!instance.probed(outcome, settings.timeoutsToEject(), System.nanoTime())) {
            return;
        }
        if (before == Instance.State.READY) {
            upstream.ejected();
        }
        Log.infof(
                "event=upstream.%s upstream=%s instance=%s", // one word for each state: upstream.ready, upstream.silent
                outcome.name().toLowerCase().replace('_', '.'), upstream.name(), instance.name());
    }
}
