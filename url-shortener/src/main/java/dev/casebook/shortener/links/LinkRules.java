package dev.casebook.shortener.links;

import dev.casebook.shortener.codes.Codes;
import dev.casebook.shortener.rules.BrokenRuleException;
import dev.casebook.shortener.rules.RedirectStatus;
import dev.casebook.shortener.rules.Redirection;
import dev.casebook.shortener.rules.Rule;
import dev.casebook.shortener.rules.RuleFields;
import dev.casebook.shortener.rules.Window;
import dev.casebook.shortener.safety.TargetRefusedException;
import dev.casebook.shortener.safety.Targets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Turns wishes into drafts, or refuses them. Touches no database, except that fresh codes may need a range. */
@ApplicationScoped
public class LinkRules {

    private final LinkSettings settings;
    private final Targets targets;
    private final Codes codes;

    LinkRules(LinkSettings settings, Targets targets, Codes codes) {
        this.settings = settings;
        this.targets = targets;
        this.codes = codes;
    }

    /**
     * Before the transaction, not in it: a code may have to wait for a range, which needs a connection of its own.
     *
     * @throws LinkRefusedException if any part breaks a rule
     */
    public Draft draft(Wish wish) {
        var redirection = redirection(wish.fields());
        var label = label(wish.fields());
        return wish.alias()
                .map(text -> Alias.of(text, settings.reservedAliases()))
                .map(alias -> new Draft(alias.text(), true, redirection, label))
                .orElseGet(() -> new Draft(codes.next(redirection.url(), 0), false, redirection, label));
    }

    /** @throws LinkRefusedException with the field at fault */
    Redirection redirection(LinkFields fields) {
        var url = target(fields.url(), "url");
        return refusing(() -> new Redirection(
                url,
                new Window(instant(fields.validFrom()), instant(fields.validUntil())),
                fields.maxVisits() == null ? OptionalLong.empty() : OptionalLong.of(fields.maxVisits()),
                fields.status() == null ? RedirectStatus.FOUND : RedirectStatus.of(fields.status()),
                Boolean.TRUE.equals(fields.forwardQuery()),
                rules(fields.rules() == null ? List.of() : fields.rules()),
                maxAge(fields.maxAge())));
    }

    /** @throws LinkRefusedException with the field at fault */
    Label label(LinkFields fields) {
        return refusing(() ->
                new Label(Optional.ofNullable(fields.title()), fields.tags() == null ? List.of() : fields.tags()));
    }

    /** What could not be refused when the link was made may be by now: the block list grows. */
    void requireAllowed(Redirection redirection) {
        redirection.targets().forEach(url -> target(url, "url"));
    }

    private List<Rule> rules(List<RuleFields> fields) {
        if (fields.size() > settings.maxRules()) {
            throw new LinkRefusedException(Refusal.RULES_TOO_MANY);
        }
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < fields.size(); i++) {
            rules.add(rule(fields.get(i), "rules[" + i + "]"));
        }
        return rules;
    }

    private Rule rule(RuleFields fields, String at) {
        if (fields == null) {
            throw new BrokenRuleException("rule-missing", at, "A rule must not be null");
        }
        if (fields.conditions() != null && fields.conditions().size() > settings.maxConditions()) {
            throw new BrokenRuleException(
                    "conditions-too-many", at + ".conditions", "The rule has too many conditions");
        }
        var target = target(fields.url(), at + ".url");
        try {
            return fields.rule(target);
        } catch (BrokenRuleException e) {
            throw new BrokenRuleException(e.slug(), at + "." + e.field(), e.getMessage());
        }
    }

    private String target(String url, String field) {
        try {
            return targets.check(url).url();
        } catch (TargetRefusedException e) {
            throw new LinkRefusedException(Refusal.of(e.fault(), field));
        }
    }

    private int maxAge(Integer seconds) {
        int given = seconds == null ? 0 : seconds;
        if (given > settings.maxAge().toSeconds()) {
            throw new BrokenRuleException("max-age-range", "maxAge", "The age for caches is out of range");
        }
        return given;
    }

    /** As exact as the database keeps it. */
    private static Optional<Instant> instant(Instant given) {
        return Optional.ofNullable(given).map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
    }

    private static <T> T refusing(Supplier<T> made) {
        try {
            return made.get();
        } catch (BrokenRuleException e) {
            throw new LinkRefusedException(Refusal.of(e));
        }
    }
}
