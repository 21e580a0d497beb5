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
    private final SignatureScheme scheme;
    private final byte[] algorithm;
    private final byte @Nullable [] subject;
    private final byte @Nullable [] keyIdentifier;
    private final byte @Nullable [] subjectPublicKeyInfo;
    private final @Nullable Instant notBefore;
    private final @Nullable Instant notAfter;

    private LintIssuer(
            SignatureScheme scheme,
            byte @Nullable [] subject,
            byte @Nullable [] keyIdentifier,
            byte @Nullable [] subjectPublicKeyInfo,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter) {
        this.scheme = scheme;
        this.algorithm = encoded(SignatureAlgorithms.identifier(scheme));
        this.subject = subject;
        this.keyIdentifier = keyIdentifier;
        this.subjectPublicKeyInfo = subjectPublicKeyInfo;
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
                scheme,
                fields.subject(),
                identifier.getKeyIdentifier(),
                fields.subjectPublicKeyInfo(),
                parsed.getStartDate().getDate().toInstant(),
                parsed.getEndDate().getDate().toInstant());
    }

    /** A root that signs its own certificate: its issuer is its subject. */
    public static LintIssuer itself(SignatureScheme scheme) {
        return new LintIssuer(scheme, null, null, null, null, null);
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

    /** How the issuer signs. */
    public SignatureScheme scheme() {
        return scheme;
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

    /** The key the signature will verify with, SubjectPublicKeyInfo, DER; null for a root's own certificate, which has it. */
    public byte @Nullable [] subjectPublicKeyInfo() {
        return subjectPublicKeyInfo == null ? null : subjectPublicKeyInfo.clone();
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
