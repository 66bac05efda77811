package dev.casebook.chassis.jdbc;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Unready until the tables are there, unless the service does without. */
@Readiness
@Singleton
final class DatabaseHealth implements HealthCheck {

    private final Migrations migrations;
    private final boolean required;

    DatabaseHealth(Migrations migrations, DatabaseSettings settings) {
        this.migrations = migrations;
        this.required = settings.required() && settings.enabled();
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("database").status(migrations.isDone() || !required);
        migrations.problem().ifPresent(problem -> response.withData("migrations", problem));
        return response.build();
    }
}
