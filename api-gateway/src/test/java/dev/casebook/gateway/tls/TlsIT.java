package dev.casebook.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.TestCertificates;
import dev.casebook.gateway.support.TlsClient;
import dev.casebook.gateway.support.Upstreams;
import dev.casebook.gateway.support.WebSockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The port with TLS. */
@QuarkusTest
class TlsIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte ALERT = 21;

    @Inject
    MeterRegistry meters;

    @Inject
    @Readiness
    CertificatesReadiness readiness;

    @AfterEach
    void originalCertificates() throws IOException {
        put(TestCertificates.originals(), "a.test.crt");
        put(TestCertificates.originals(), "a.test.key");
        await().atMost(PATIENCE)
                .until(() -> refused() == 0 && certificateOf("a.test").equals("CN=a.test"));
    }

    private static void put(Path folder, String file) throws IOException {
        Files.copy(folder.resolve(file), Upstreams.certificates().resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private TlsClient connectTls(String host, String... protocols) {
        return TlsClient.connect(tlsPort(), host, protocols);
    }

    private String certificateOf(String host) {
        try (var client = connectTls(host)) {
            return client.certificate();
        }
    }

    private double refused() {
        return meters.get("gateway.certificates.refused").gauge().value();
    }

    @ParameterizedTest
    @CsvSource({
        "a.test,            CN=a.test",
        "ALSO.a.test,       CN=a.test",
        "below.b.test,      CN=wild.b.test",
        "too.far.b.test,    CN=default",
        "b.test,            CN=default",
        "nobody.test,       CN=default",
        "rsa.test,          CN=rsa",
        "'',                CN=default"
    })
    void certificateIsThatOfTheHostThatTheClientAsksFor(String host, String subject) {
        assertThat(certificateOf(host)).isEqualTo(subject);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void requestsAreServedAsWithoutTlsAndServicesAreToldOfIt(String protocol) {
        try (var client = connectTls("a.test", protocol)) {
            var reply = client.http()
                    .send(get("/open/tls", "X-Forwarded-Proto: http"))
                    .reply();

            assertThat(client.protocol()).isEqualTo(protocol);
            assertThat(reply.text()).isEqualTo("ok");
            assertThat(reply.headers().all("Strict-Transport-Security")).containsExactly("max-age=86400");
        }
        var received = origin().last("/open/tls").orElseThrow().headers();
        assertThat(received.all("X-Forwarded-Proto")).containsExactly("https");
        assertThat(received.first("Forwarded").orElseThrow()).endsWith("proto=https");
    }

    /** RFC 6797 §7.2. */
    @Test
    void withoutTlsNobodyIsToldToComeWithIt() {
        assertThat(ask(get("/open/plain")).headers().all("Strict-Transport-Security"))
                .isEmpty();
    }

    /** Without the notice a client could not tell a whole answer from one that somebody cut off (RFC 8446 §6.1). */
    @Test
    void lastAnswerIsFollowedByTheNoticeThatNothingMoreComes() throws IOException {
        try (var socket = new RecordingSocket(tlsPort());
                var client = TlsClient.over(socket, "a.test", "TLSv1.2")) {
            client.http().send(get("/open/last", "Connection: close"));

            assertThat(client.http().reply().text()).isEqualTo("ok");
            assertThat(client.http().end()).isEqualTo(RawClient.End.CLOSED);
            assertThat(socket.typeOfLastRecord()).isEqualTo(ALERT);
        }
    }

    @Test
    void webSocketPassesTlsBothWays() throws IOException {
        origin().onHead("/socket/tls", (request, connection) -> {
            connection.send(WebSockets.accepted());
            connection.in().readNBytes(WebSockets.FROM_CLIENT.length);
            connection.out().write(WebSockets.FROM_SERVER);
        });
        try (var client = connectTls("a.test")) {
            var socket = client.http().send(WebSockets.handshake("/socket/tls"));
            assertThat(socket.replyWithoutBody().status()).isEqualTo(101);

            socket.send(WebSockets.FROM_CLIENT);
            assertThat(socket.in().readNBytes(WebSockets.FROM_SERVER.length)).isEqualTo(WebSockets.FROM_SERVER);
        }
    }

    @Test
    void renewedCertificateIsUsedAndConnectionsStay() throws IOException {
        try (var before = connectTls("a.test")) {
            put(TestCertificates.renewed(), "a.test.crt");
            put(TestCertificates.renewed(), "a.test.key");
            await().atMost(PATIENCE).until(() -> certificateOf("a.test").equals("CN=renewed"));

            assertThat(before.http().send(get("/open/before")).reply().text()).isEqualTo("ok");
        }
        assertThat(certificateOf("also.a.test")).isEqualTo("CN=default");
    }

    @Test
    void keyOfAnotherCertificateChangesNothingButThatItIsSaid() throws IOException {
        put(TestCertificates.renewed(), "a.test.key");
        await().atMost(PATIENCE).until(() -> refused() == 1);

        assertThat(certificateOf("a.test")).isEqualTo("CN=a.test");
        var said = readiness.call();
        assertThat(said.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(said.getData()).hasValue(Map.of("a.test", "the key is not that of the first certificate"));
    }

    @Test
    void clientThatDoesNotBeginItsHandshakeIsDisconnected() {
        try (var client = new RawClient(tlsPort())) {
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void clientTooManyInItsHandshakeIsDisconnectedAndOthersComeInAgain() {
        var tooMany =
                meters.get("gateway.over.capacity").tag("what", "handshake").counter();
        double before = tooMany.count();
        var idle = new ArrayList<RawClient>();
        await().atMost(PATIENCE).until(() -> {
            for (int i = 0; i < 16; i++) {
                idle.add(new RawClient(tlsPort()));
            }
            return tooMany.count() > before;
        });

        idle.forEach(RawClient::close);
        await().atMost(PATIENCE)
                .until(() -> meters.get("gateway.handshakes").gauge().value() == 0);
        assertThat(certificateOf("a.test")).isEqualTo("CN=a.test");
    }

    @Test
    void requestWithoutTlsReachesNobody() throws IOException {
        try (var client = new RawClient(tlsPort())) {
            client.send(get("/open/no-tls")).in().transferTo(OutputStream.nullOutputStream());
        }
        assertThat(origin().received("/open/no-tls")).isEmpty();
    }

    /** Keeps what comes, as it is on the wire. */
    private static final class RecordingSocket extends Socket {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        RecordingSocket(int port) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int count = super.read(into, offset, length);
                    received.write(into, offset, Math.max(0, count));
                    return count;
                }
            };
        }

        /** A record is a byte for its type, two for a version, two for its length, and the rest (RFC 5246 §6.2.1). */
        byte typeOfLastRecord() {
            var bytes = received.toByteArray();
            int at = 0;
            int last = 0;
            while (at < bytes.length) {
                last = at;
                at += 5 + ((bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff);
            }
            return bytes[last];
        }
    }
}
