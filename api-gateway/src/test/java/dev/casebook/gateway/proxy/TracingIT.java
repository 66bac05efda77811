package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With the sampler on: by default it is off, as {@link HeaderForwardingIT} has it. */
@QuarkusTest
@TestProfile(TracingIT.Sampled.class)
class TracingIT extends GatewayTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    public static final class Sampled implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.traces.sampler.arg", "1.0", "quarkus.otel.traces.exporter", "none");
        }
    }

    @Inject
    Spans spans;

    /** As the origin was told: {@code 00-<trace>-<span>-<flags>}. */
    private String[] passedOn(String path) {
        var parent = origin().last(path).orElseThrow().headers().all("traceparent");
        assertThat(parent).hasSize(1);
        return parent.getFirst().split("-");
    }

    private SpanData only(String trace) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(spans.ofTrace(trace)).hasSize(1));
        return spans.ofTrace(trace).getFirst();
    }

    @Test
    void spanStandsBetweenTheClientAndTheService() {
        ask(get("/open/traced", "traceparent: 00-%s-%s-01".formatted(TRACE, PARENT), "tracestate: a=b"));

        var passedOn = passedOn("/open/traced");
        var span = only(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getParentSpanContext().isRemote()).isTrue();
        assertThat(passedOn).containsExactly("00", TRACE, span.getSpanId(), "01");
        assertThat(origin().last("/open/traced").orElseThrow().headers().all("tracestate"))
                .containsExactly("a=b");
        assertThat(span.getName()).isEqualTo("origin.open");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(attribute(span, "http.request.method")).isEqualTo("GET");
        assertThat(attribute(span, "http.route")).isEqualTo("/open/**");
        assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                .isEqualTo(200);
    }

    @Test
    void traceBeginsHereWhenTheClientHasNone() {
        ask(get("/open/root"));

        var passedOn = passedOn("/open/root");
        var span = only(passedOn[1]);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(passedOn[2]).isEqualTo(span.getSpanId());
    }

    @Test
    void upstreamThatBreaksOffIsAnError() {
        origin().on("/open/traced-loss", (request, connection) -> connection.reset());

        ask(get("/open/traced-loss"));

        var span = only(passedOn("/open/traced-loss")[1]);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attribute(span, "error.type")).isEqualTo("502");
    }

    private static String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }
}
