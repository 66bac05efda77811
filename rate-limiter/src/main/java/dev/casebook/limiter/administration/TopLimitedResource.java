package dev.casebook.limiter.administration;

import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.limiter.top.Counted;
import dev.casebook.limiter.top.TopLimited;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The keys that were refused most lately, by the instance that is asked. */
@Path("/api/v1/top-limited")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TopLimitedResource {

    private final TopLimited top;
    private final Administrator administrator;
    private final AdministrationSettings settings;
    private final String instance;

    /**
     * @param instance whose refusals these are
     * @param since of when they are
     * @param refusals all of them
     * @param errorAtMost no count is too high by more, and whatever was refused more often is there
     */
    record TopResponse(String instance, Instant since, long refusals, long errorAtMost, List<Item> items) {}

    /**
     * @param key whose hits are counted
     * @param refused never too low
     * @param errorAtMost by how much it may be too high
     */
    record Item(String domain, String rule, String key, long refused, long errorAtMost) {

        static Item of(Counted<TopLimited.Limited> counted) {
            var limited = counted.key();
            return new Item(limited.domain(), limited.rule(), limited.key(), counted.count(), counted.error());
        }
    }

    TopLimitedResource(
            TopLimited top, Administrator administrator, AdministrationSettings settings, ServiceSettings service) {
        this.top = top;
        this.administrator = administrator;
        this.settings = settings;
        this.instance = service.instance();
    }

    /** @param limit how many at most */
    @GET
    public TopResponse top(@RestQuery Optional<Integer> limit) {
        administrator.subject();
        var found = top.top(PageResponse.size(limit, settings));
        return new TopResponse(
                instance,
                found.since(),
                found.refusals(),
                found.errorAtMost(),
                found.keys().stream().map(Item::of).toList());
    }
}
