package id.segel.ca.issuance;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

/** A certificate in words: every field of the TBSCertificate and every extension with its content. */
public final class CertificateText {
    private static final Map<ASN1ObjectIdentifier, String> NAMES = Map.ofEntries(
            Map.entry(Extension.authorityKeyIdentifier, "authorityKeyIdentifier"),
            Map.entry(Extension.subjectKeyIdentifier, "subjectKeyIdentifier"),
            Map.entry(Extension.keyUsage, "keyUsage"),
            Map.entry(Extension.basicConstraints, "basicConstraints"),
            Map.entry(Extension.extendedKeyUsage, "extendedKeyUsage"),
            Map.entry(Extension.certificatePolicies, "certificatePolicies"),
            Map.entry(Extension.subjectAlternativeName, "subjectAlternativeName"),
            Map.entry(Extension.cRLDistributionPoints, "cRLDistributionPoints"),
            Map.entry(Extension.authorityInfoAccess, "authorityInfoAccess"),
            Map.entry(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.5"), "ocspNoCheck"));
    private static final Map<Integer, String> USAGES = new java.util.TreeMap<>(Map.of(
            KeyUsage.digitalSignature, "digitalSignature",
            KeyUsage.nonRepudiation, "nonRepudiation",
            KeyUsage.keyEncipherment, "keyEncipherment",
            KeyUsage.dataEncipherment, "dataEncipherment",
            KeyUsage.keyAgreement, "keyAgreement",
            KeyUsage.keyCertSign, "keyCertSign",
            KeyUsage.cRLSign, "cRLSign"));

    private CertificateText() {}

    /**
     * @param certificate DER
     */
    public static List<String> ofCertificate(byte[] certificate) {
        return lines(Certificate.getInstance(certificate).getTBSCertificate(), false);
    }

    /**
     * @param tbs TBSCertificate, DER
     * @param standIn whether serial number, public key and their identifiers are not yet those of the certificate to be
     */
    public static List<String> of(byte[] tbs, boolean standIn) {
        return lines(TBSCertificate.getInstance(tbs), standIn);
    }

    private static List<String> lines(TBSCertificate tbs, boolean standIn) {
        List<String> lines = new ArrayList<>();
        lines.add("version: v" + tbs.getVersionNumber());
        lines.add("serialNumber: "
                + (standIn ? "drawn at issue" : tbs.getSerialNumber().getValue().toString(16)));
        lines.add("signature: " + tbs.getSignature().getAlgorithm().getId());
        lines.add("issuer: " + tbs.getIssuer());
        lines.add("notBefore: " + (standIn ? "the second of issue, now " : "") + time(tbs.getStartDate()));
        lines.add("notAfter: " + (standIn ? "from that second, now " : "") + time(tbs.getEndDate()));
        lines.add("subject: " + tbs.getSubject());
        lines.add("subjectPublicKey: "
                + tbs.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm().getId()
                + (standIn ? ", made at issue" : ", SHA-256 " + Fingerprint.of(der(tbs.getSubjectPublicKeyInfo()))));
        Extensions extensions = tbs.getExtensions();
        if (extensions != null) {
            for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
                Extension extension = extensions.getExtension(oid);
                lines.add(NAMES.getOrDefault(oid, oid.getId())
                        + (extension.isCritical() ? " (critical): " : ": ")
                        + content(extension, standIn, isSelfIssued(tbs)));
            }
        }
        return lines;
    }

    private static boolean isSelfIssued(TBSCertificate tbs) {
        X500Name issuer = tbs.getIssuer();
        return issuer.equals(tbs.getSubject());
    }

    private static String time(org.bouncycastle.asn1.x509.Time time) {
        Instant instant = time.getDate().toInstant();
        return instant.toString();
    }

    private static String content(Extension extension, boolean standIn, boolean selfIssued) {
        ASN1ObjectIdentifier oid = extension.getExtnId();
        ASN1Encodable value = extension.getParsedValue();
        if (oid.equals(Extension.subjectKeyIdentifier)) {
            return standIn
                    ? "SHA-1 of the public key made at issue"
                    : hex(SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
        }
        if (oid.equals(Extension.authorityKeyIdentifier)) {
            byte[] identifier = AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets();
            return standIn
                    ? "SHA-1 of the " + (selfIssued ? "own" : "issuer's") + " public key"
                    : identifier == null ? "no key identifier" : hex(identifier);
        }
        if (oid.equals(Extension.keyUsage)) {
            return usages(KeyUsage.getInstance(value));
        }
        if (oid.equals(Extension.basicConstraints)) {
            BasicConstraints constraints = BasicConstraints.getInstance(value);
            return "CA " + constraints.isCA()
                    + (constraints.getPathLenConstraint() == null
                            ? ", no path length"
                            : ", path length " + constraints.getPathLenConstraint());
        }
        if (oid.equals(Extension.extendedKeyUsage)) {
            List<String> purposes = new ArrayList<>();
            for (KeyPurposeId purpose : ExtendedKeyUsage.getInstance(value).getUsages()) {
                purposes.add(purpose.getId());
            }
            return String.join(", ", purposes);
        }
        if (oid.equals(Extension.certificatePolicies)) {
            List<String> policies = new ArrayList<>();
            for (PolicyInformation policy :
                    CertificatePolicies.getInstance(value).getPolicyInformation()) {
                policies.add(policy.getPolicyIdentifier().getId());
            }
            return String.join(", ", policies);
        }
        return addresses(oid, value);
    }

    private static String addresses(ASN1ObjectIdentifier oid, ASN1Encodable value) {
        List<String> addresses = new ArrayList<>();
        if (oid.equals(Extension.cRLDistributionPoints)) {
            for (DistributionPoint point : CRLDistPoint.getInstance(value).getDistributionPoints()) {
                addresses.add(
                        point.getDistributionPoint() == null
                                ? "no name"
                                : names(GeneralNames.getInstance(
                                        point.getDistributionPoint().getName())));
            }
        } else if (oid.equals(Extension.authorityInfoAccess)) {
            for (AccessDescription access :
                    AuthorityInformationAccess.getInstance(value).getAccessDescriptions()) {
                addresses.add((access.getAccessMethod().equals(AccessDescription.id_ad_ocsp) ? "OCSP " : "CA issuers ")
                        + access.getAccessLocation().getName());
            }
        } else if (oid.equals(Extension.subjectAlternativeName)) {
            addresses.add(names(GeneralNames.getInstance(value)));
        } else {
            addresses.add("DER " + hex(der(value)));
        }
        return String.join(", ", addresses);
    }

    private static String names(GeneralNames names) {
        List<String> all = new ArrayList<>();
        for (org.bouncycastle.asn1.x509.GeneralName name : names.getNames()) {
            all.add(name.getName().toString());
        }
        return String.join(" ", all);
    }

    private static String usages(KeyUsage usage) {
        List<String> names = new ArrayList<>();
        USAGES.forEach((bit, name) -> {
            if (usage.hasUsages(bit)) {
                names.add(name);
            }
        });
        return String.join(", ", names);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException("what was just read cannot be encoded", e);
        }
    }
}
