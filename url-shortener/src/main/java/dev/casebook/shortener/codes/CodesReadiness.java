package dev.casebook.shortener.codes;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while no code can be made, and says why: a missing or changed key is noticed before the first creation, not by collisions. */
@Readiness
@ApplicationScoped
class CodesReadiness implements HealthCheck {

    private final Codes codes;

    CodesReadiness(Codes codes) {
        this.codes = codes;
    }

    @Override
    public HealthCheckResponse call() {
        codes.prepare();
        var response = HealthCheckResponse.named("codes");
        return codes.shortage()
                .map(why -> response.down().withData("reason", why))
                .orElseGet(response::up)
                .build();
    }
}
