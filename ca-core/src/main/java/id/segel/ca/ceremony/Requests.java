package id.segel.ca.ceremony;

import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.issuance.KeyUsages;
import id.segel.ca.profile.CertificateProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** PKCS#10 requests of authorities (RFC 2986), with the extensions they ask for (RFC 2985 5.4.2). */
final class Requests {
    private Requests() {}

    static byte[] info(X500Name subject, byte[] spki, CertificateProfile profile) {
        try {
            SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(spki);
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            Integer pathLength = profile.pathLength();
            extensions.addExtension(
                    Extension.basicConstraints,
                    true,
                    pathLength == null ? new BasicConstraints(true) : new BasicConstraints(pathLength));
            extensions.addExtension(Extension.keyUsage, true, KeyUsages.of(profile.keyUsage()));
            extensions.addExtension(
                    Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(KeyUsages.keyIdentifier(key)));
            Attribute wanted =
                    new Attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(extensions.generate()));
            return new CertificationRequestInfo(subject, key, new DERSet(wanted)).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a request cannot be encoded", e);
        }
    }

    static byte[] signed(byte[] storedInfo, AuthorityKey key) {
        try {
            byte[] signature = key.sign(new RequestPermit(storedInfo));
            return new CertificationRequest(
                            CertificationRequestInfo.getInstance(storedInfo),
                            key.algorithm(),
                            new DERBitString(signature))
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a request cannot be encoded", e);
        }
    }

    static List<String> text(X500Name subject, CertificateProfile profile) {
        List<String> lines = new ArrayList<>();
        lines.add("subject: " + subject);
        lines.add("asks for basicConstraints: CA true, "
                + (profile.pathLength() == null ? "no path length" : "path length " + profile.pathLength()));
        lines.add("asks for keyUsage: " + String.join(", ", new TreeSet<>(profile.keyUsage())));
        lines.add("asks for subjectKeyIdentifier: SHA-1 of the public key");
        return lines;
    }
}
