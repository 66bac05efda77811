package dev.casebook.gateway.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** A certificate with its chain, and its key, as text. */
record PemPair(String chain, String key) {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "does this key belong to that certificate?".getBytes(StandardCharsets.US_ASCII);

    /** @throws InvalidCertificateException when clients could not be served with it */
    HostCertificate parse() throws InvalidCertificateException {
        var certificates = certificates();
        var publicKey = certificates.getFirst().getPublicKey();
        var privateKey = privateKey(publicKey.getAlgorithm());
        if (!belongTogether(privateKey, publicKey)) {
            throw new InvalidCertificateException("the key is not that of the first certificate");
        }
        return HostCertificate.of(certificates, privateKey);
    }

    private List<X509Certificate> certificates() throws InvalidCertificateException {
        try {
            var parsed = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(chain.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (parsed.isEmpty()) {
                throw new InvalidCertificateException("there is no certificate");
            }
            return parsed;
        } catch (GeneralSecurityException e) {
            throw new InvalidCertificateException("the certificate cannot be understood", e);
        }
    }

    private PrivateKey privateKey(String algorithm) throws InvalidCertificateException {
        var found = PRIVATE_KEY.matcher(key);
        if (!found.find()) {
            throw new InvalidCertificateException("there is no BEGIN PRIVATE KEY (PKCS #8, not encrypted)");
        }
        try {
            var bytes = Base64.getMimeDecoder().decode(found.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause, which may quote the key.
            throw new InvalidCertificateException(
                    "the key is not one for %s, as the certificate is".formatted(algorithm));
        }
    }

    /** Without the key, which nobody may read in a log. */
    @Override
    public String toString() {
        return "PemPair";
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey)
            throws InvalidCertificateException {
        var algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    default ->
                        throw new InvalidCertificateException(
                                "%s keys are not for TLS".formatted(publicKey.getAlgorithm()));
                };
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(privateKey);
            signing.update(PROBE);
            byte[] signed = signing.sign();
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(publicKey);
            verifying.update(PROBE);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new InvalidCertificateException("the key does not fit the certificate", e);
        }
    }
}
