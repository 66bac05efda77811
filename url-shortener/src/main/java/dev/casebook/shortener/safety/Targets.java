package dev.casebook.shortener.safety;

import dev.casebook.chassis.web.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides where links may lead. No target is on a host of ours, in whatever spelling, and neither is that of a rule: so no chain of our own links
 * exists, of any length, that could come back to where it began.
 */
@ApplicationScoped
public class Targets {

    private final SafetySettings settings;
    private final BlockList blocked;
    private final List<Host> own;

    Targets(SafetySettings settings, ServiceSettings service, BlockList blocked) {
        this.settings = settings;
        this.blocked = blocked;
        this.own = Stream.concat(
                        Stream.of(service.publicUrl().getHost()), settings.ownHosts().orElse(Set.of()).stream())
                .map(Host::of)
                .toList();
    }

    /**
     * @param text as a person gave it; may be null
     * @throws TargetRefusedException with the first rule that the text breaks
     */
    public Target check(String text) {
        var url = TargetUrl.parse(text, settings.maxLength());
        var host = url.host();
        if (own.stream().anyMatch(host::isSameAs)) {
            throw new TargetRefusedException(TargetFault.TARGET_OWN);
        }
        if (!settings.allowPrivate() && isPrivate(host)) {
            throw new TargetRefusedException(TargetFault.TARGET_PRIVATE);
        }
        if (Confusables.contain(host.name())) {
            throw new TargetRefusedException(TargetFault.TARGET_CONFUSABLE);
        }
        if (blocked.contains(host)) {
            throw new TargetRefusedException(TargetFault.TARGET_BLOCKED);
        }
        return new Target(url.ascii());
    }

    private boolean isPrivate(Host host) {
        return host.address()
                .map(PrivateAddresses::contain)
                .orElseGet(() ->
                        host.hasNoDot() || settings.privateNames().stream().anyMatch(host::isWithin));
    }
}
