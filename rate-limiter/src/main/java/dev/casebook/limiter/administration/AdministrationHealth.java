package dev.casebook.limiter.administration;

import dev.casebook.limiter.current.RulesSettings;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says that changes may be missing, and why. Not unready for it: the rules known last hold. */
@Readiness
@Singleton
final class AdministrationHealth implements HealthCheck {

    private final RulesWatch watch;
    private final boolean administered;

    AdministrationHealth(RulesWatch watch, RulesSettings settings) {
        this.watch = watch;
        this.administered = settings.administered();
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("administration").up();
        if (!administered) {
            return response.withData("database", "switched off").build();
        }
        return response.withData(
                        "database",
                        watch.away().map(reason -> "away: " + reason).orElse("connected"))
                .build();
    }
}
