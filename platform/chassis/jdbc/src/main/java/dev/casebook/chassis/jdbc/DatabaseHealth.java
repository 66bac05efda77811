package dev.casebook.chassis.jdbc;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Unready until the tables are there. */
@Readiness
@Singleton
final class DatabaseHealth implements HealthCheck {

    private final Migrations migrations;

    DatabaseHealth(Migrations migrations) {
        this.migrations = migrations;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("database").status(migrations.isDone());
        migrations.problem().ifPresent(problem -> response.withData("migrations", problem));
        return response.build();
    }
}
