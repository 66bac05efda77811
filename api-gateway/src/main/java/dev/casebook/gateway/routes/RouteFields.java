package dev.casebook.gateway.routes;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads one route of a file. */
final class RouteFields {

    static final Timeouts DEFAULT_TIMEOUTS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** RFC 6749 §3.3. */
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

    private static final long DEFAULT_MAX_BODY = 1 << 20;
    private static final String[] KNOWN = {
        "id",
        "path",
        "hosts",
        "methods",
        "headers",
        "query",
        "priority",
        "weight",
        "upstream",
        "auth",
        "scopes",
        "timeouts",
        "retry",
        "criticality",
        "webSocket",
        "maxBody",
        "rewrite",
        "requestHeaders",
        "responseHeaders",
        "requestJson",
        "responseJson",
        "cache",
        "redirect",
        LimitFields.FIELD,
        ConcurrencyFields.FIELD
    };

    private final Fields fields;
    private final String id;
    private final String stem;
    private final String upstream;
    private final List<Limit> limits;

    /**
     * @param upstream of the routes that name none themselves
     * @param limits of the routes that have none of their own
     */
    RouteFields(Fields anonymous, String stem, String upstream, List<Limit> limits) {
        this.id = anonymous.text("id").orElse("");
        this.fields = id.isEmpty() ? anonymous : anonymous.named("route " + id);
        this.stem = stem;
        this.upstream = upstream;
        this.limits = limits;
    }

    /** @return empty when a mistake leaves no route */
    Optional<Route> read(Set<String> idsTaken) {
        fields.only(KNOWN);
        checkId(idsTaken);
        var match = new MatchFields(fields).read();
        var auth = fields.text("auth").flatMap(text -> fields.choice("auth", text, Auth.class));
        var scopes = scopes(auth);
        var service = fields.optionalText("upstream").orElse(upstream);
        var timeouts = timeouts();
        var retry = fields.optionalText("retry")
                .flatMap(text -> fields.choice("retry", text, Retry.class))
                .orElse(Retry.IDEMPOTENT);
        var criticality = fields.optionalText("criticality")
                .flatMap(text -> fields.choice("criticality", text, Criticality.class))
                .orElse(Criticality.NORMAL);
        var maxBody = fields.size("maxBody", DEFAULT_MAX_BODY);
        var limited = limits(auth);
        var concurrency = new ConcurrencyFields(fields).read(auth);
        if (match.isEmpty()) {
            return Optional.empty();
        }
        var changing = new ChangeFields(fields, match.get().path());
        var changes = changing.changes();
        var redirect = changing.redirect();
        var cache = new CacheFields(fields, match.get()).read();
        if (auth.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Route(
                stem + "." + id,
                service,
                match.get(),
                auth.get(),
                scopes,
                timeouts,
                retry,
                criticality,
                webSocket(match.get()),
                maxBody,
                limited,
                concurrency,
                changes,
                cache,
                redirect));
    }

    private void checkId(Set<String> idsTaken) {
        if (!id.isEmpty() && !id.matches("[a-z][a-z0-9-]*")) {
            fields.mistake("id", "%s is not of lower-case letters, digits and dashes".formatted(id));
        } else if (!idsTaken.add(id)) {
            fields.mistake("id", "%s is taken by another route of this file".formatted(id));
        }
    }

    private Set<String> scopes(Optional<Auth> auth) {
        var scopes = new TreeSet<String>();
        for (var scope : fields.optionalList("scopes")) {
            if (!SCOPE.matcher(scope).matches()) {
                fields.mistake("scopes", "%s is no scope".formatted(scope));
            }
            scopes.add(scope);
        }
        if (!scopes.isEmpty() && auth.isPresent() && auth.get() != Auth.JWT) {
            fields.mistake("scopes", "have no meaning unless auth is jwt");
        }
        return Collections.unmodifiableSet(scopes);
    }

    private List<Limit> limits(Optional<Auth> auth) {
        var own = new LimitFields(fields, stem).read();
        boolean byUser = own.orElse(List.of()).stream()
                .flatMap(limit -> limit.entries().values().stream())
                .anyMatch(source -> source.kind() == Limit.Kind.USER || source.kind() == Limit.Kind.KEY);
        if (byUser && auth.isPresent() && auth.get() != Auth.JWT) {
            fields.mistake(LimitFields.FIELD, "user and key are known only if auth is jwt");
        }
        return own.orElse(limits);
    }

    private boolean webSocket(Match match) {
        boolean webSocket = fields.truth("webSocket");
        if (webSocket && fields.has("redirect")) {
            fields.mistake("webSocket", "has no meaning beside redirect");
        }
        if (webSocket && !match.methods().contains("GET")) {
            fields.mistake("webSocket", "needs the method GET");
        }
        return webSocket;
    }

    private Timeouts timeouts() {
        var inner = fields.object("timeouts");
        if (inner.isEmpty()) {
            return DEFAULT_TIMEOUTS;
        }
        inner.get().only("response", "idle");
        return new Timeouts(
                inner.get().duration("response", DEFAULT_TIMEOUTS.response()),
                inner.get().duration("idle", DEFAULT_TIMEOUTS.idle()));
    }
}
