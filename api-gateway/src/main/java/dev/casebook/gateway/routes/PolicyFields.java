package dev.casebook.gateway.routes;

import java.util.Optional;
import java.util.Set;

/** Reads how a file wants its service to be treated. */
final class PolicyFields {

    private static final int PERCENT = 100;
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int MOST_PROBES = 1000;

    private final Fields fields;

    PolicyFields(Fields fields) {
        this.fields = fields;
    }

    UpstreamPolicy read() {
        fields.only("balancing", "slowStart", "share", "breaker", "protocol", "shedding");
        var standard = UpstreamPolicy.DEFAULT;
        return new UpstreamPolicy(
                fields.optionalText("balancing")
                        .flatMap(text -> fields.choice("balancing", text, Balancing.class))
                        .orElse(standard.balancing()),
                fields.duration("slowStart", standard.slowStart()),
                fields.number("share", 1, PERCENT).orElse(standard.share()),
                fields.object("breaker").map(PolicyFields::breaker).orElse(standard.breaker()),
                fields.optionalText("protocol")
                        .flatMap(text -> fields.choice("protocol", text, Protocol.class))
                        .orElse(standard.protocol()),
                fields.has("shedding") ? fields.truth("shedding") : standard.shedding());
    }

    private static BreakerPolicy breaker(Fields fields) {
        fields.only("volume", "failures", "window", "open", "probes", "statuses");
        var standard = BreakerPolicy.DEFAULT;
        return new BreakerPolicy(
                fields.number("volume", 1, MOST_REQUESTS).orElse(standard.volume()),
                fields.number("failures", 1, PERCENT).orElse(standard.failures()),
                fields.duration("window", standard.window()),
                fields.duration("open", standard.open()),
                fields.number("probes", 1, MOST_PROBES).orElse(standard.probes()),
                statuses(fields));
    }

    private static Set<Integer> statuses(Fields fields) {
        return Set.copyOf(fields.optionalNumbers("statuses", 400, 599));
    }

    /** @return empty when the file says nothing of it */
    static Optional<UpstreamPolicy> of(Fields file) {
        return file.object("policy").map(fields -> new PolicyFields(fields).read());
    }
}
