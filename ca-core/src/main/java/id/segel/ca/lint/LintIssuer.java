package id.segel.ca.lint;

import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.hsm.SignatureScheme;
import java.io.IOException;
import java.time.Instant;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The issuer as the rules compare with it, parsed once for all its certificates. Immutable and thread-safe.
 */
public final class LintIssuer {
    private final byte[] algorithm;
    private final byte @Nullable [] subject;
    private final byte @Nullable [] keyIdentifier;
    private final @Nullable Instant notBefore;
    private final @Nullable Instant notAfter;

    private LintIssuer(
            byte[] algorithm,
            byte @Nullable [] subject,
            byte @Nullable [] keyIdentifier,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter) {
        this.algorithm = algorithm;
        this.subject = subject;
        this.keyIdentifier = keyIdentifier;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /**
     * An authority that signs for others.
     *
     * @param certificate its certificate, DER
     * @param scheme how it signs
     * @throws IllegalArgumentException when that is not a CA certificate with a subject key identifier
     */
    public static LintIssuer of(byte[] certificate, SignatureScheme scheme) {
        Certificate parsed = Certificate.getInstance(certificate);
        Extensions extensions = parsed.getTBSCertificate().getExtensions();
        SubjectKeyIdentifier identifier = extensions == null ? null : SubjectKeyIdentifier.fromExtensions(extensions);
        if (identifier == null) {
            throw new IllegalArgumentException(
                    "the issuer's certificate has no subject key identifier (RFC 5280 4.2.1.2)");
        }
        TbsFields fields = TbsFields.of(encoded(parsed.getTBSCertificate()));
        return new LintIssuer(
                encoded(SignatureAlgorithms.identifier(scheme)),
                fields.subject(),
                identifier.getKeyIdentifier(),
                parsed.getStartDate().getDate().toInstant(),
                parsed.getEndDate().getDate().toInstant());
    }

    /** A root that signs its own certificate: its issuer is its subject. */
    public static LintIssuer itself(SignatureScheme scheme) {
        return new LintIssuer(encoded(SignatureAlgorithms.identifier(scheme)), null, null, null, null);
    }

    private static byte[] encoded(org.bouncycastle.asn1.ASN1Object object) {
        try {
            return object.getEncoded();
        } catch (IOException e) {
            throw new IllegalArgumentException("the issuer's certificate cannot be encoded: " + e.getMessage(), e);
        }
    }

    /** Whether the certificate is its own issuer's. */
    public boolean isItself() {
        return subject == null;
    }

    /** The AlgorithmIdentifier of the signature to come, DER. */
    public byte[] algorithm() {
        return algorithm.clone();
    }

    /** The issuer's distinguished name, DER; null for a root's own certificate. */
    public byte @Nullable [] subject() {
        return subject == null ? null : subject.clone();
    }

    /** The issuer's subject key identifier; null for a root's own certificate. */
    public byte @Nullable [] keyIdentifier() {
        return keyIdentifier == null ? null : keyIdentifier.clone();
    }

    /** Begin of the issuer's certificate; null for a root's own certificate. */
    public @Nullable Instant notBefore() {
        return notBefore;
    }

    /** Last second of the issuer's certificate; null for a root's own certificate. */
    public @Nullable Instant notAfter() {
        return notAfter;
    }
}
