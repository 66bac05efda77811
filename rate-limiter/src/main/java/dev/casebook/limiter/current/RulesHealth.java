package dev.casebook.limiter.current;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says what of the rules that are there does not hold, and why. Not unready for it: the rules of before do. */
@Readiness
@Singleton
final class RulesHealth implements HealthCheck {

    private final CurrentRules rules;

    RulesHealth(CurrentRules rules) {
        this.rules = rules;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("rules")
                .up()
                .withData("revision", rules.administered().revision());
        var mistakes = rules.mistakes();
        if (!mistakes.isEmpty()) {
            response.withData("kept-because", String.join("; ", mistakes));
        }
        return response.build();
    }
}
