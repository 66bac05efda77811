package dev.casebook.gateway.tls;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says which pairs are not used as they are now. Never makes the gateway unready: the ones before them still serve. */
@Readiness
@Singleton
final class CertificatesReadiness implements HealthCheck {

    private final Certificates certificates;

    CertificatesReadiness(Certificates certificates) {
        this.certificates = certificates;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("certificates").up();
        certificates.mistakes().forEach(response::withData);
        return response.build();
    }
}
