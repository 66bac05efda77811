package dev.casebook.limiter.rls;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.casebook.limiter.rls.Ruling.Part;
import java.net.URI;
import java.util.List;

/** A refusal as the problem that draft-ietf-httpapi-ratelimit-headers registers. */
record QuotaExceeded(
        URI type,
        String title,
        int status,
        @JsonProperty("violated-policies") List<String> violatedPolicies) {

    private static final URI TYPE = URI.create("https://iana.org/assignments/http-problem-types#quota-exceeded");

    static final int STATUS = 429;

    static QuotaExceeded of(Ruling ruling) {
        return of(ruling.parts().stream()
                .filter(Part::refused)
                .filter(part -> !part.subject().shadow())
                .map(part -> part.subject().match().orElseThrow().limit().label())
                .distinct()
                .toList());
    }

    /** @param labels of the rules that refuse */
    static QuotaExceeded of(List<String> labels) {
        return new QuotaExceeded(
                TYPE, "Request cannot be satisfied as assigned quota has been exceeded", STATUS, labels);
    }
}
