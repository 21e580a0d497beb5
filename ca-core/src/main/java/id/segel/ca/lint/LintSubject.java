package id.segel.ca.lint;

import id.segel.ca.profile.CertificateProfile;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A TBSCertificate about to be signed, parsed once, beside everything it has to agree with. Says the same always; may be
 * used by several threads when handed on safely.
 */
public final class LintSubject {
    private final byte[] tbs;
    private final CertificateProfile profile;
    private final LintIssuer issuer;
    private final LintPromise promise;
    private final @Nullable TbsFields fields;
    private final @Nullable TBSCertificate certificate;
    private final @Nullable String fault;
    private @Nullable Instant notBefore;
    private @Nullable Instant notAfter;

    /**
     * Parses the bytes. Bytes that are no TBSCertificate make a subject too; {@link Linter} tells of it.
     *
     * @param tbs the exact bytes to be signed
     */
    public LintSubject(byte[] tbs, CertificateProfile profile, LintIssuer issuer, LintPromise promise) {
        this.tbs = tbs.clone();
        this.profile = profile;
        this.issuer = issuer;
        this.promise = promise;
        TbsFields cut = null;
        TBSCertificate parsed = null;
        String fault = null;
        try {
            cut = TbsFields.of(this.tbs);
            parsed = TBSCertificate.getInstance(this.tbs);
        } catch (RuntimeException e) {
            fault = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
        this.fields = cut;
        this.certificate = parsed;
        this.fault = fault;
    }

    /** Why the bytes are no TBSCertificate at all; null when its fields can be told apart. */
    @Nullable
    String unreadable() {
        return fields == null ? fault : null;
    }

    /** The exact bytes. */
    public byte[] tbs() {
        return tbs.clone();
    }

    public CertificateProfile profile() {
        return profile;
    }

    public LintIssuer issuer() {
        return issuer;
    }

    public LintPromise promise() {
        return promise;
    }

    /**
     * The parsed certificate. Where the parser refuses the bytes a rule ends here, and the refusal is told once for all of
     * them under {@link Linter#READABLE}; rules about single fields still speak.
     */
    public TBSCertificate certificate() {
        TBSCertificate parsed = certificate;
        if (parsed == null) {
            throw new UnreadableException(String.valueOf(fault));
        }
        return parsed;
    }

    /** The first second of validity. */
    public Instant notBefore() {
        Instant known = notBefore;
        if (known == null) {
            known = certificate().getStartDate().getDate().toInstant();
            notBefore = known;
        }
        return known;
    }

    /** The last second of validity, included. */
    public Instant notAfter() {
        Instant known = notAfter;
        if (known == null) {
            known = certificate().getEndDate().getDate().toInstant();
            notAfter = known;
        }
        return known;
    }

    /** The parsed value of an extension, or null where there is none. */
    public @Nullable ASN1Encodable extensionValue(ASN1ObjectIdentifier type) {
        Extension extension = extension(type);
        return extension == null ? null : extension.getParsedValue();
    }

    /** An extension, or null where there is none. */
    public @Nullable Extension extension(ASN1ObjectIdentifier type) {
        Extensions extensions = certificate().getExtensions();
        return extensions == null ? null : extensions.getExtension(type);
    }

    /** The key the signature will verify with: the issuer's, or for a root's own certificate the approved one. */
    public byte[] issuerKey() {
        byte[] key = issuer.subjectPublicKeyInfo();
        return key == null ? promise.subjectPublicKeyInfo() : key;
    }

    /** Content of the version field; empty where it is absent, which means v1. */
    public byte[] versionBytes() {
        return fields().version();
    }

    /** Content octets of the serial number. */
    public byte[] serialBytes() {
        return fields().serial();
    }

    /** The inner signature's AlgorithmIdentifier as it stands in the bytes. */
    public byte[] signatureBytes() {
        return fields().signature();
    }

    /** The issuer's name as it stands in the bytes. */
    public byte[] issuerBytes() {
        return fields().issuer();
    }

    /** notBefore with tag and length as it stands in the bytes. */
    public byte[] notBeforeBytes() {
        return fields().notBefore();
    }

    /** notAfter with tag and length as it stands in the bytes. */
    public byte[] notAfterBytes() {
        return fields().notAfter();
    }

    /** The subject's name as it stands in the bytes. */
    public byte[] subjectBytes() {
        return fields().subject();
    }

    /** The SubjectPublicKeyInfo as it stands in the bytes. */
    public byte[] subjectPublicKeyInfoBytes() {
        return fields().subjectPublicKeyInfo();
    }

    /** Whether issuerUniqueID or subjectUniqueID is there. */
    public boolean hasUniqueIdentifiers() {
        return fields().issuerUniqueId().length > 0 || fields().subjectUniqueId().length > 0;
    }

    /** The Extensions as they stand in the bytes; empty where there are none. */
    public byte[] extensionsBytes() {
        return fields().extensions();
    }

    private TbsFields fields() {
        TbsFields cut = fields;
        if (cut == null) {
            throw new UnreadableException(String.valueOf(fault));
        }
        return cut;
    }

    /** The bytes are no TBSCertificate that the parser takes. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }
}
