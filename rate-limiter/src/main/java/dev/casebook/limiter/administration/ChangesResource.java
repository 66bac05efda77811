package dev.casebook.limiter.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** Who changed what, when: newest first. */
@Path("/api/v1/rule-changes")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class ChangesResource {

    private final ChangeStore changes;
    private final Database database;
    private final Administrator administrator;
    private final AdministrationSettings settings;

    /**
     * @param version the ETag that it made
     * @param kind {@code rules} or {@code override}
     * @param action {@code created}, {@code replaced} or {@code removed}
     * @param before as it was; absent when it was created
     * @param after as it became; absent when it was removed
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Changed(
            long version,
            Instant at,
            String by,
            String kind,
            String action,
            String domain,
            Optional<UUID> override,
            @JsonRawValue String before,
            @JsonRawValue String after) {

        static Changed of(AuditedChange change) {
            return new Changed(
                    change.revision(),
                    change.at(),
                    change.by(),
                    ChangeStore.name(change.kind()),
                    ChangeStore.name(change.action()),
                    change.domain(),
                    change.override(),
                    change.before().orElse(null),
                    change.after().orElse(null));
        }
    }

    ChangesResource(
            ChangeStore changes, Database database, Administrator administrator, AdministrationSettings settings) {
        this.changes = changes;
        this.database = database;
        this.administrator = administrator;
        this.settings = settings;
    }

    /** @param domain only changes of this domain's rules and overrides */
    @GET
    public PageResponse<Changed> list(
            @RestQuery Optional<String> domain,
            @RestQuery Optional<String> cursor,
            @RestQuery Optional<Integer> limit) {
        administrator.subject();
        domain.ifPresent(RuleDocument::checkDomain);
        int size = PageResponse.size(limit, settings);
        long before = before(Cursor.read(cursor));
        var found = database.ask(() -> changes.page(domain, before, size + 1));
        return PageResponse.of(found.stream().map(Changed::of), size, changed -> Long.toString(changed.version()));
    }

    private static long before(String position) {
        try {
            return position.isEmpty() ? Long.MAX_VALUE : Long.parseLong(position);
        } catch (NumberFormatException _) {
            throw AdministrationProblems.badParameter("cursor", "is not one that this service gave");
        }
    }
}
