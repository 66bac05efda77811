package dev.casebook.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.gateway.support.TestCertificates;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemPairTest {

    private static String text(String file) throws IOException {
        return Files.readString(TestCertificates.originals().resolve(file));
    }

    @ParameterizedTest
    @CsvSource({"a.test", "rsa"})
    void onlyTls13And12AreSpokenAndOnlyWithForwardSecrecy(String name) throws Exception {
        var certificate = new PemPair(text(name + ".crt"), text(name + ".key")).parse();

        var engine = certificate.context().newEngine(UnpooledByteBufAllocator.DEFAULT);
        assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        assertThat(engine.getEnabledCipherSuites())
                .isNotEmpty()
                .allMatch(cipher -> cipher.matches("TLS_(ECDHE_\\w+_WITH_)?(AES_\\d+_GCM|CHACHA20_POLY1305)_SHA\\d+"));
    }

    @Test
    void hostsAreThoseThatTheCertificateNames() throws Exception {
        assertThat(new PemPair(text("a.test.crt"), text("a.test.key")).parse().hosts())
                .containsExactly("a.test", "also.a.test");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a.test.crt, default.key, the key is not that of the first certificate
            a.test.crt, rsa.key,     'the key is not one for EC, as the certificate is'
            a.test.crt, a.test.crt,  'there is no BEGIN PRIVATE KEY (PKCS #8, not encrypted)'
            a.test.key, a.test.key,  the certificate cannot be understood
            """)
    void pairWithAMistakeIsRefusedAndToldWhy(String chain, String key, String why) throws IOException {
        var pair = new PemPair(text(chain), text(key));

        assertThatThrownBy(pair::parse)
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessage(why);
    }

    @Test
    void emptyFileHasNoCertificate() throws IOException {
        var pair = new PemPair("", text("a.test.key"));

        assertThatThrownBy(pair::parse)
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessage("there is no certificate");
    }
}
