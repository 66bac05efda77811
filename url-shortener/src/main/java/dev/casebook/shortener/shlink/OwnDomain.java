package dev.casebook.shortener.shlink;

import dev.casebook.chassis.web.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The one domain that all links are on. */
@ApplicationScoped
class OwnDomain {

    private static final String DEFAULT = "DEFAULT";

    private final String publicUrl;
    private final String authority;

    OwnDomain(ServiceSettings service) {
        this.publicUrl = service.publicUrl().toString();
        this.authority = service.publicUrl().getAuthority();
    }

    String authority() {
        return authority;
    }

    String shortUrl(String code) {
        return publicUrl + "/s/" + code;
    }

    /** @param domain as a client names it; empty: any */
    boolean isMeant(Optional<String> domain) {
        return domain.isEmpty() || domain.get().equals(DEFAULT) || domain.get().equalsIgnoreCase(authority);
    }
}
