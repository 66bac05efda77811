package dev.casebook.shortener.links;

import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.codes.Codes;
import jakarta.enterprise.context.ApplicationScoped;

/** Turns wishes into drafts, or refuses them. Touches no database, except that fresh codes may need a range. */
@ApplicationScoped
public class LinkRules {

    private final LinkSettings settings;
    private final Target.TargetRules targets;
    private final Codes codes;

    LinkRules(LinkSettings settings, ServiceSettings service, Codes codes) {
        this.settings = settings;
        this.targets = new Target.TargetRules(
                settings.maxTargetLength(), service.publicUrl().getHost());
        this.codes = codes;
    }

    /**
     * Before the transaction, not in it: a code may have to wait for a range, which needs a connection of its own.
     *
     * @throws LinkRefusedException if target or alias break a rule
     */
    public Draft draft(Wish wish) {
        var target = target(wish.url());
        return wish.alias()
                .map(text -> Alias.of(text, settings.reservedAliases()))
                .map(alias -> new Draft(alias.text(), true, target))
                .orElseGet(() -> new Draft(codes.next(), false, target));
    }

    Target target(String url) {
        return Target.of(url, targets);
    }
}
