package dev.casebook.gateway.upstreams;

import dev.casebook.gateway.routes.Routes;
import dev.casebook.gateway.shedding.SheddingSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The services behind the gateway. */
@Singleton
public final class Upstreams {

    private final UpstreamSettings settings;
    private final Map<String, List<Endpoint>> configured;
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();

    Upstreams(UpstreamSettings settings, SheddingSettings shedding, Routes routes, MeterRegistry meters) {
        this.settings = settings;
        configured = parse(settings.upstreams().orElse(""));
        configured.keySet().forEach(name -> {
            var upstream = new Upstream(name, settings, shedding);
            upstreams.put(name, upstream);
            meter(upstream, meters);
        });
        resolve();
        routes.follow(table -> upstreams.forEach((name, upstream) -> upstream.follow(table.policy(name))));
    }

    private static Map<String, List<Endpoint>> parse(String text) {
        try {
            return Endpoint.parseAll(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("casebook.gateway.upstreams: " + e.getMessage(), e);
        }
    }

    private static void meter(Upstream upstream, MeterRegistry meters) {
        Gauge.builder("gateway.upstream.in.flight", upstream, Upstream::inFlight)
                .description("Requests that an instance is working on")
                .tag("upstream", upstream.name())
                .register(meters);
        Gauge.builder("gateway.upstream.limit", upstream, each -> each.limit().limit())
                .description("Requests that may wait for the service, which follows how fast it answers")
                .tag("upstream", upstream.name())
                .register(meters);
        Gauge.builder("gateway.upstream.usable", upstream, Upstream::usable)
                .description("Instances that get requests")
                .tag("upstream", upstream.name())
                .register(meters);
        Gauge.builder("gateway.upstream.circuit.open", upstream, each -> each.isCircuitClosed() ? 0 : 1)
                .description("1 while the service is left alone because it failed too often, or is being tried")
                .tag("upstream", upstream.name())
                .register(meters);
        for (var reason : Call.Refusal.values()) {
            FunctionCounter.builder("gateway.upstream.refusals", upstream, each -> each.refusals(reason))
                    .description("Requests that did not go to a service though it has instances")
                    .tag("upstream", upstream.name())
                    .tag("reason", reason.text())
                    .register(meters);
        }
        FunctionCounter.builder("gateway.upstream.ejections", upstream, Upstream::ejections)
                .description("Times that an instance was taken out, by a probe or by a connection that failed")
                .tag("upstream", upstream.name())
                .register(meters);
    }

    /** @return empty when no such service runs, as far as the settings say */
    public Optional<Upstream> named(String name) {
        return Optional.ofNullable(upstreams.get(name));
    }

    public Collection<Upstream> all() {
        return upstreams.values();
    }

    /** Looks up every host name again; instances that stay keep their state. Blocks on DNS. */
    void resolve() {
        upstreams.forEach((name, upstream) -> upstream.replace(configured.get(name).stream()
                .flatMap(endpoint -> instances(endpoint, upstream.instances()))
                .toList()));
    }

    private Instance instance(Endpoint endpoint, String address, boolean late) {
        var outliers = settings.outliers();
        return new Instance(
                endpoint,
                address,
                late,
                new Reliability(outliers.failures(), outliers.ejection(), outliers.longestEjection()),
                new PeakEwma(settings.latencies().decay()));
    }

    private Stream<Instance> instances(Endpoint endpoint, List<Instance> known) {
        try {
            return Arrays.stream(InetAddress.getAllByName(endpoint.host()))
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .map(address -> known.stream()
                            .filter(instance -> instance.isAt(endpoint, address))
                            .findFirst()
                            .orElseGet(() -> instance(endpoint, address, !known.isEmpty())));
        } catch (UnknownHostException e) {
            Log.warnf("event=upstream.unresolved host=%s", endpoint.host());
            // A resolver that fails must not take away instances that work.
            return known.stream().filter(instance -> instance.endpoint().equals(endpoint));
        }
    }
}
