package id.segel.ca.issuance;

import id.segel.ca.authority.Authority;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.CustomExtension;
import id.segel.ca.profile.PolicyTerms;
import id.segel.ca.profile.QcTerms;
import id.segel.ca.status.PkiLocations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a certificate as its profile asks for them, always in this order: authority key identifier, subject
 * key identifier, key usage, basic constraints, extended key usage, policies, subject alternative name, CRL distribution
 * points, authority information access, OCSP nocheck, QCStatements, then the profile's own. Thread-safe.
 */
final class CertificateExtensions {
    private static final String ETSI_QCS = "0.4.0.1862.1.";
    private static final Map<String, ASN1ObjectIdentifier> QC_TYPES = Map.of(
            "esign", new ASN1ObjectIdentifier(ETSI_QCS + "6.1"),
            "eseal", new ASN1ObjectIdentifier(ETSI_QCS + "6.2"),
            "web", new ASN1ObjectIdentifier(ETSI_QCS + "6.3"));

    private final PkiLocations urls;

    CertificateExtensions(PkiLocations urls) {
        this.urls = urls;
    }

    Extensions of(
            CertificateProfile profile,
            Authority issuer,
            SubjectPublicKeyInfo key,
            @Nullable String email,
            int crlShard)
            throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        SubjectPublicKeyInfo issuerKey = SubjectPublicKeyInfo.getInstance(issuer.spki());
        if (!(profile.isCertificationAuthority() && issuer.isRoot() && issuerKey.equals(key))) {
            extensions.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(KeyUsages.keyIdentifier(issuerKey)));
        }
        extensions.addExtension(
                Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(KeyUsages.keyIdentifier(key)));
        extensions.addExtension(Extension.keyUsage, profile.isKeyUsageCritical(), KeyUsages.of(profile.keyUsage()));
        addConstraints(extensions, profile);
        if (!profile.extendedKeyUsage().isEmpty()) {
            KeyPurposeId[] purposes = profile.extendedKeyUsage().stream()
                    .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                    .toArray(KeyPurposeId[]::new);
            extensions.addExtension(
                    Extension.extendedKeyUsage, profile.isExtendedKeyUsageCritical(), new ExtendedKeyUsage(purposes));
        }
        if (!profile.policyTerms().isEmpty()) {
            extensions.addExtension(Extension.certificatePolicies, false, policies(profile.policyTerms()));
        }
        if (profile.rfc822NameField() != null && email != null) {
            extensions.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(MailNames.of(profile, email)));
        }
        if (profile.hasCrlDistributionPoint()) {
            extensions.addExtension(Extension.cRLDistributionPoints, false, crlDistributionPoint(issuer, crlShard));
        }
        if (profile.hasAuthorityInformationAccess()) {
            extensions.addExtension(Extension.authorityInfoAccess, false, informationAccess(profile, issuer));
        }
        if (profile.hasOcspNoCheck()) {
            extensions.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        }
        QcTerms terms = profile.qcTerms();
        if (terms != null) {
            extensions.addExtension(Extension.qCStatements, false, qcStatements(terms));
        }
        for (CustomExtension extension : profile.customExtensions()) {
            extensions.addExtension(new ASN1ObjectIdentifier(extension.oid()), extension.critical(), extension.value());
        }
        return extensions.generate();
    }

    private static void addConstraints(ExtensionsGenerator extensions, CertificateProfile profile) throws IOException {
        if (profile.isCertificationAuthority()) {
            Integer pathLength = profile.pathLength();
            extensions.addExtension(
                    Extension.basicConstraints,
                    true,
                    pathLength == null ? new BasicConstraints(true) : new BasicConstraints(pathLength));
        } else if (profile.deniesAuthority()) {
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        }
    }

    private static DERSequence policies(List<PolicyTerms> policies) {
        return sequence(policies.stream()
                .map(terms -> {
                    List<ASN1Encodable> qualifiers = new ArrayList<>();
                    if (terms.cps() != null) {
                        qualifiers.add(sequence(PolicyQualifierId.id_qt_cps, new DERIA5String(terms.cps(), true)));
                    }
                    if (terms.userNotice() != null) {
                        // UTF8String, as RFC 6818 3 would have it; no noticeRef.
                        qualifiers.add(sequence(
                                PolicyQualifierId.id_qt_unotice, sequence(new DERUTF8String(terms.userNotice()))));
                    }
                    ASN1ObjectIdentifier policy = new ASN1ObjectIdentifier(terms.oid());
                    return qualifiers.isEmpty() ? sequence(policy) : sequence(policy, sequence(qualifiers));
                })
                .toList());
    }

    private CRLDistPoint crlDistributionPoint(Authority issuer, int shard) {
        GeneralName url = new GeneralName(GeneralName.uniformResourceIdentifier, urls.crlShard(issuer.name(), shard));
        return new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(new GeneralNames(url)), null, null)
        });
    }

    private DERSequence informationAccess(CertificateProfile profile, Authority issuer) {
        List<ASN1Encodable> access = new ArrayList<>();
        if (profile.hasOcspLocation()) {
            access.add(new AccessDescription(
                    AccessDescription.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, urls.ocsp())));
        }
        if (profile.hasCaIssuersLocation()) {
            access.add(new AccessDescription(
                    AccessDescription.id_ad_caIssuers,
                    new GeneralName(GeneralName.uniformResourceIdentifier, urls.certificate(issuer.name()))));
        }
        return sequence(access);
    }

    /** In the order of the statements' numbers. */
    private static DERSequence qcStatements(QcTerms terms) {
        List<ASN1Encodable> statements = new ArrayList<>();
        if (terms.compliance()) {
            statements.add(sequence(new ASN1ObjectIdentifier(ETSI_QCS + "1")));
        }
        if (terms.sscd()) {
            statements.add(sequence(new ASN1ObjectIdentifier(ETSI_QCS + "4")));
        }
        if (!terms.disclosures().isEmpty()) {
            statements.add(sequence(
                    new ASN1ObjectIdentifier(ETSI_QCS + "5"),
                    sequence(terms.disclosures().stream()
                            .map(each -> sequence(
                                    new DERIA5String(each.url(), true), new DERPrintableString(each.language(), true)))
                            .toList())));
        }
        if (!terms.types().isEmpty()) {
            ASN1EncodableVector types = new ASN1EncodableVector();
            for (String type : terms.types()) {
                ASN1ObjectIdentifier oid = QC_TYPES.get(type);
                if (oid == null) {
                    throw new IllegalStateException("no object identifier is known for the QcType " + type);
                }
                types.add(oid);
            }
            statements.add(sequence(new ASN1ObjectIdentifier(ETSI_QCS + "6"), new DERSequence(types)));
        }
        return sequence(statements);
    }

    private static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }

    private static DERSequence sequence(List<? extends ASN1Encodable> elements) {
        return new DERSequence(elements.toArray(ASN1Encodable[]::new));
    }
}
