package dev.casebook.gateway.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * A certificate that is ready for handshakes.
 *
 * @param hosts that it is for, in lower case; {@code *.a.example} for all one label below
 * @param validUntil and not after
 */
record HostCertificate(List<String> hosts, Instant validUntil, SslContext context) {

    private static final int DNS_NAME = 2;

    static HostCertificate of(List<X509Certificate> chain, PrivateKey key) throws InvalidCertificateException {
        var certificate = chain.getFirst();
        try {
            return new HostCertificate(
                    hosts(certificate), certificate.getNotAfter().toInstant(), context(chain, key));
        } catch (CertificateParsingException | SSLException e) {
            throw new InvalidCertificateException("the certificate cannot be used", e);
        }
    }

    /** Of the subject's alternative names only: the common name has not counted for long (RFC 9525 §2). */
    private static List<String> hosts(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return Stream.ofNullable(names)
                .flatMap(Collection::stream)
                .filter(name -> name.getFirst().equals(DNS_NAME))
                .map(name -> ((String) name.getLast()).toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Only ciphers with forward secrecy that authenticate what they encrypt come first; none of what HTTP/2 forbids is left. */
    private static SslContext context(List<X509Certificate> chain, PrivateKey key) throws SSLException {
        return SslContextBuilder.forServer(key, chain)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
    }
}
