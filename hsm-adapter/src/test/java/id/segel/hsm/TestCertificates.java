package id.segel.hsm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for tests, made with Bouncy Castle. */
final class TestCertificates {
    private TestCertificates() {}

    /** Self-signed with the new key itself, through its native signer. */
    static byte[] selfSigned(NewKey key) {
        return build(key.publicKey(), key.label(), new TokenSigner(key.signer()));
    }

    /** For this public key, signed by a software key. */
    static byte[] issued(PublicKey subject, String name, PrivateKey issuer) {
        try {
            String algorithm = issuer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return build(subject, name, new JcaContentSignerBuilder(algorithm).build(issuer));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] build(PublicKey subject, String name, ContentSigner signer) {
        X500Name subjectName = new X500Name("CN=" + name);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try {
            return new X509v3CertificateBuilder(
                            subjectName,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plusSeconds(3600)),
                            subjectName,
                            SubjectPublicKeyInfo.getInstance(subject.getEncoded()))
                    .build(signer)
                    .getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class TokenSigner implements ContentSigner {
        private final SigningKey key;
        private final SignatureScheme scheme;
        private final ByteArrayOutputStream tbs = new ByteArrayOutputStream();

        TokenSigner(SigningKey key) {
            this.key = key;
            this.scheme = SignatureScheme.standardFor(key.publicKey());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            String name = switch (scheme) {
                case ECDSA_SHA256 -> "SHA256withECDSA";
                case ECDSA_SHA384 -> "SHA384withECDSA";
                default -> "SHA256withRSA";
            };
            return new DefaultSignatureAlgorithmIdentifierFinder().find(name);
        }

        @Override
        public OutputStream getOutputStream() {
            return tbs;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(scheme, tbs.toByteArray(), () -> {});
        }
    }
}
