package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;

/** Every extension a certificate of ours may have: when it must be there, and whether it is critical. */
enum PromisedExtension {
    SUBJECT_KEY_IDENTIFIER(Extension.subjectKeyIdentifier, Critical.NO, subject -> true),
    AUTHORITY_KEY_IDENTIFIER(
            Extension.authorityKeyIdentifier,
            Critical.NO,
            subject -> !subject.issuer().isItself()),
    KEY_USAGE(
            Extension.keyUsage,
            Critical.YES,
            subject -> !subject.profile().keyUsage().isEmpty()),
    EXTENDED_KEY_USAGE(
            Extension.extendedKeyUsage,
            Critical.EITHER,
            subject -> !subject.profile().extendedKeyUsage().isEmpty()),
    BASIC_CONSTRAINTS(
            Extension.basicConstraints,
            Critical.WHERE_CA,
            subject -> subject.profile().isCertificationAuthority()),
    CERTIFICATE_POLICIES(
            Extension.certificatePolicies,
            Critical.NO,
            subject -> !subject.profile().policies().isEmpty()),
    SUBJECT_ALTERNATIVE_NAME(
            Extension.subjectAlternativeName,
            Critical.NO,
            subject -> subject.profile().rfc822NameField() != null
                    && subject.promise().rfc822Name() != null),
    CRL_DISTRIBUTION_POINTS(
            Extension.cRLDistributionPoints,
            Critical.NO,
            subject -> subject.profile().hasCrlDistributionPoint()),
    AUTHORITY_INFORMATION_ACCESS(
            Extension.authorityInfoAccess,
            Critical.NO,
            subject -> subject.profile().hasAuthorityInformationAccess()),
    OCSP_NO_CHECK(
            OCSPObjectIdentifiers.id_pkix_ocsp_nocheck,
            Critical.NO,
            subject -> subject.profile().hasOcspNoCheck());

    /** Whether the extension is critical. */
    enum Critical {
        YES,
        NO,
        EITHER,
        WHERE_CA
    }

    private final ASN1ObjectIdentifier type;
    private final Critical critical;
    private final Predicate<LintSubject> needed;

    PromisedExtension(ASN1ObjectIdentifier type, Critical critical, Predicate<LintSubject> needed) {
        this.type = type;
        this.critical = critical;
        this.needed = needed;
    }

    ASN1ObjectIdentifier type() {
        return type;
    }

    /** Whether profile and issuer ask for it. */
    boolean isNeeded(LintSubject subject) {
        return needed.test(subject);
    }

    /**
     * Whether it may be there although nobody asks for it: a leaf may say that it is no CA (RFC 5280 4.2.1.9), a root may
     * name its own key (4.2.1.1).
     */
    boolean isTolerated(LintSubject subject) {
        return this == BASIC_CONSTRAINTS
                || this == AUTHORITY_KEY_IDENTIFIER && subject.issuer().isItself();
    }

    /** Whether this criticality is the right one. */
    boolean isCriticalAsItShould(boolean found, LintSubject subject) {
        return switch (critical) {
            case YES -> found;
            case NO -> !found;
            case EITHER -> true;
            case WHERE_CA -> found || !subject.profile().isCertificationAuthority();
        };
    }
}
