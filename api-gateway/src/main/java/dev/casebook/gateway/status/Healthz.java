package dev.casebook.gateway.status;

import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.answers.OwnRequest;
import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.upstreams.Upstream;
import dev.casebook.gateway.upstreams.Upstreams;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether everything that was started is ready, for people and scripts. Says no addresses, since everybody may ask. The gateway's own readiness
 * is another thing: it depends on no upstream.
 */
@Singleton
final class Healthz implements OwnEndpoint {

    /** @param services the instances of each, in the order of the settings */
    record Health(String status, Map<String, List<String>> services) {}

    private final Upstreams upstreams;

    Healthz(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public String path() {
        return "/healthz";
    }

    @Override
    public Future<OwnResponse> answer(OwnRequest request) {
        var services = new TreeMap<String, List<String>>();
        upstreams.all().forEach(upstream -> services.put(upstream.name(), states(upstream)));
        boolean up = services.values().stream().allMatch(Healthz::isUp);
        return Future.succeededFuture(OwnResponse.json(up ? 200 : 503, new Health(up ? "up" : "down", services)));
    }

    private static List<String> states(Upstream upstream) {
        long now = System.nanoTime();
        return upstream.instances().stream()
                .map(instance -> instance.condition(now))
                .toList();
    }

    private static boolean isUp(List<String> states) {
        return !states.isEmpty() && states.stream().allMatch("ready"::equals);
    }
}
