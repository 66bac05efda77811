package dev.casebook.limiter.administration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.jdbc.IdempotencyKeys;
import dev.casebook.chassis.jdbc.StoredResponse;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.limiter.current.DomainRules;
import dev.casebook.limiter.current.TenantOverride;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** POSTs: once for each Idempotency-Key, however often they are sent. */
@Singleton
final class Creation {

    private static final String RULES = "/api/v1/rules";
    private static final String OVERRIDES = "/api/v1/overrides";

    private final RulesAdministration rules;
    private final OverrideAdministration overrides;
    private final Database database;
    private final IdempotencyKeys keys;
    private final ObjectMapper json;
    private final URI publicUrl;

    Creation(
            RulesAdministration rules,
            OverrideAdministration overrides,
            Database database,
            IdempotencyKeys keys,
            ObjectMapper json,
            ServiceSettings service) {
        this.rules = rules;
        this.overrides = overrides;
        this.database = database;
        this.keys = keys;
        this.json = json;
        this.publicUrl = service.publicUrl();
    }

    Response create(String subject, RuleDocument document, Optional<String> key) {
        return once(subject, "POST " + RULES, key, document.json().getBytes(StandardCharsets.UTF_8), () -> {
            DomainRules made = rules.create(subject, document);
            return created(
                    RULES + "/" + made.domain(), made.version(), made.document().getBytes(StandardCharsets.UTF_8));
        });
    }

    Response create(String subject, NewOverrideRequest request, Optional<String> key) {
        return once(subject, "POST " + OVERRIDES, key, bytes(request), () -> {
            TenantOverride made = overrides.create(subject, request);
            return created(OVERRIDES + "/" + made.id(), made.version(), bytes(OverrideResponse.of(made)));
        });
    }

    private Response once(
            String subject, String route, Optional<String> key, byte[] body, Supplier<StoredResponse> effect) {
        var answer = database.ask(() ->
                key.map(given -> keys.run(subject, route, given, body, effect)).orElseGet(effect));
        var response = Response.status(answer.status()).entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }

    private StoredResponse created(String path, long version, byte[] body) {
        return new StoredResponse(
                201,
                Map.of(
                        HttpHeaders.LOCATION,
                        publicUrl + path,
                        HttpHeaders.ETAG,
                        "\"%d\"".formatted(version),
                        HttpHeaders.CONTENT_TYPE,
                        MediaType.APPLICATION_JSON),
                body);
    }

    private byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own bodies are always writable", e);
        }
    }
}
