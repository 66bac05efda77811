package dev.casebook.gateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that trusts whatever certificate it gets, and tells which. */
public final class TlsClient implements AutoCloseable {

    private static final TrustManager[] TRUSTING = {
        new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        }
    };

    private final RawClient http;
    private final SSLSession session;

    private TlsClient(RawClient http, SSLSession session) {
        this.http = http;
        this.session = session;
    }

    /** @param host that is asked for; empty for none */
    public static TlsClient connect(int port, String host, String... protocols) {
        return connectSpeaking("http/1.1", port, host, protocols);
    }

    /** @param http that it chooses by ALPN */
    public static TlsClient connectSpeaking(String http, int port, String host, String... protocols) {
        try {
            return over(new Socket(InetAddress.getLoopbackAddress(), port), http, host, protocols);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As above, on a connection that is open. */
    public static TlsClient over(Socket connected, String host, String... protocols) throws IOException {
        return over(connected, "http/1.1", host, protocols);
    }

    private static TlsClient over(Socket connected, String http, String host, String... protocols) throws IOException {
        try {
            // A new context each time, so that no session is taken up again.
            var context = SSLContext.getInstance("TLS");
            context.init(null, TRUSTING, null);
            var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(connected, null, connected.getPort(), true);
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(host.isEmpty() ? List.of() : List.of(new SNIHostName(host)));
            if (protocols.length > 0) {
                parameters.setProtocols(protocols);
            }
            parameters.setApplicationProtocols(new String[] {http});
            socket.setSSLParameters(parameters);
            var client = new RawClient(socket);
            socket.startHandshake();
            return new TlsClient(client, socket.getSession());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public RawClient http() {
        return http;
    }

    public String protocol() {
        return session.getProtocol();
    }

    /** The subject of the server's certificate. */
    public String certificate() {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .map(certificate -> certificate.getSubjectX500Principal().getName())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
