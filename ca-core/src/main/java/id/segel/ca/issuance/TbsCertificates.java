package id.segel.ca.issuance;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.status.PkiLocations;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a TBSCertificate, once: these bytes are linted, stored, signed and compared. Everything but the public key comes
 * from profile and account. Thread-safe.
 */
final class TbsCertificates {
    private final PkiLocations urls;

    TbsCertificates(PkiLocations urls) {
        this.urls = urls;
    }

    /**
     * @param serial from {@link SerialNumbers}
     * @param spki the subject's SubjectPublicKeyInfo, DER
     * @param email for the subject alternative name where the profile promises one
     * @return the TBSCertificate, DER
     */
    byte[] encode(
            CertificateProfile profile,
            Authority issuer,
            byte[] serial,
            ValidityPeriod validity,
            X500Name subject,
            byte[] spki,
            @Nullable String email,
            int crlShard) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(spki);
        V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
        tbs.setSerialNumber(new ASN1Integer(new BigInteger(1, serial)));
        tbs.setSignature(SignatureAlgorithms.identifier(issuer.scheme()));
        tbs.setIssuer(X500Name.getInstance(issuer.subject()));
        tbs.setStartDate(new Time(Date.from(validity.notBefore())));
        tbs.setEndDate(new Time(Date.from(validity.notAfter())));
        tbs.setSubject(subject);
        tbs.setSubjectPublicKeyInfo(key);
        try {
            tbs.setExtensions(extensions(profile, issuer, key, email, crlShard).generate());
            return tbs.generateTBSCertificate().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a TBSCertificate cannot be encoded", e);
        }
    }

    private ExtensionsGenerator extensions(
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
        extensions.addExtension(Extension.keyUsage, true, KeyUsages.of(profile.keyUsage()));
        if (profile.isCertificationAuthority()) {
            Integer pathLength = profile.pathLength();
            extensions.addExtension(
                    Extension.basicConstraints,
                    true,
                    pathLength == null ? new BasicConstraints(true) : new BasicConstraints(pathLength));
        }
        if (!profile.extendedKeyUsage().isEmpty()) {
            KeyPurposeId[] purposes = profile.extendedKeyUsage().stream()
                    .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                    .toArray(KeyPurposeId[]::new);
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
        if (!profile.policies().isEmpty()) {
            PolicyInformation[] policies = profile.policies().stream()
                    .map(oid -> new PolicyInformation(new ASN1ObjectIdentifier(oid)))
                    .toArray(PolicyInformation[]::new);
            extensions.addExtension(Extension.certificatePolicies, false, new CertificatePolicies(policies));
        }
        if (profile.rfc822NameField() != null && email != null) {
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, email)));
        }
        if (profile.hasCrlDistributionPoint()) {
            extensions.addExtension(Extension.cRLDistributionPoints, false, crlDistributionPoint(issuer, crlShard));
        }
        if (profile.hasAuthorityInformationAccess()) {
            extensions.addExtension(Extension.authorityInfoAccess, false, authorityInformationAccess(issuer));
        }
        if (profile.hasOcspNoCheck()) {
            extensions.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        }
        return extensions;
    }

    private CRLDistPoint crlDistributionPoint(Authority issuer, int shard) {
        GeneralName url = new GeneralName(GeneralName.uniformResourceIdentifier, urls.crlShard(issuer.name(), shard));
        return new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(new GeneralNames(url)), null, null)
        });
    }

    private DERSequence authorityInformationAccess(Authority issuer) {
        ASN1EncodableVector access = new ASN1EncodableVector();
        access.add(new AccessDescription(
                AccessDescription.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, urls.ocsp())));
        access.add(new AccessDescription(
                AccessDescription.id_ad_caIssuers,
                new GeneralName(GeneralName.uniformResourceIdentifier, urls.certificate(issuer.name()))));
        return (DERSequence)
                AuthorityInformationAccess.getInstance(new DERSequence(access)).toASN1Primitive();
    }
}
