package dev.casebook.limiter.rls;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says why the files that are there do not hold. Not unready for it: the rules of before do. */
@Readiness
@Singleton
final class RulesHealth implements HealthCheck {

    private final CurrentRules rules;

    RulesHealth(CurrentRules rules) {
        this.rules = rules;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("rules").up();
        rules.mistake().ifPresent(mistake -> response.withData("kept-because", mistake));
        return response.build();
    }
}
