package dev.casebook.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostCertificatesTest {

    private static final Instant SOON = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2031-01-01T00:00:00Z");

    private static HostCertificate certificate(Instant until, String... hosts) {
        return new HostCertificate(List.of(hosts), until, null);
    }

    @Test
    void ofTwoForOneHostTheOneThatIsValidLongerCounts() {
        var ending = certificate(SOON, "a.test");
        var lasting = certificate(LATER, "a.test");

        assertThat(new HostCertificates(List.of(ending, lasting), ending).of("a.test"))
                .isSameAs(lasting);
        assertThat(new HostCertificates(List.of(lasting, ending), ending).of("a.test"))
                .isSameAs(lasting);
    }

    @Test
    void certificateForTheVeryNameCountsBeforeTheStar() {
        var star = certificate(LATER, "*.b.test");
        var exact = certificate(SOON, "a.b.test");
        var certificates = new HostCertificates(List.of(star, exact), star);

        assertThat(certificates.of("a.b.test")).isSameAs(exact);
        assertThat(certificates.of("c.b.test")).isSameAs(star);
    }
}
