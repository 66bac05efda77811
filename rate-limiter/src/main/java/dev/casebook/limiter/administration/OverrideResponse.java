package dev.casebook.limiter.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.casebook.limiter.current.TenantOverride;
import dev.casebook.limiter.rules.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An override as administrators see it; the members of {@link NewOverrideRequest} mean the same here. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OverrideResponse(
        UUID id,
        String domain,
        List<Entry> descriptor,

        @JsonRawValue @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT)
        String limit,

        Optional<Instant> until,
        long version,
        Instant updatedAt) {

    static OverrideResponse of(TenantOverride override) {
        return new OverrideResponse(
                override.id(),
                override.domain(),
                override.descriptor(),
                override.limit(),
                override.until(),
                override.version(),
                override.updatedAt());
    }
}
