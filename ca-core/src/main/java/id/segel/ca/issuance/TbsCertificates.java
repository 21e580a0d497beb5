package id.segel.ca.issuance;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.status.PkiLocations;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a TBSCertificate, once: these bytes are linted, stored, signed and compared. Everything but the public key comes
 * from profile and account. Thread-safe.
 */
final class TbsCertificates {
    private final CertificateExtensions extensions;

    TbsCertificates(PkiLocations urls) {
        this.extensions = new CertificateExtensions(urls);
    }

    /**
     * @param serial from {@link SerialNumbers}
     * @param spki the subject's SubjectPublicKeyInfo, DER
     * @param email for the subject alternative name where the profile promises one
     * @return the TBSCertificate, DER
     * @throws IllegalArgumentException when the e-mail address cannot stand in a certificate
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
        // Time makes UTCTime through 2049 and GeneralizedTime from 2050 on (RFC 5280 4.1.2.5).
        tbs.setStartDate(new Time(Date.from(validity.notBefore())));
        tbs.setEndDate(new Time(Date.from(validity.notAfter())));
        tbs.setSubject(subject);
        tbs.setSubjectPublicKeyInfo(key);
        try {
            tbs.setExtensions(extensions.of(profile, issuer, key, email, crlShard));
            return tbs.generateTBSCertificate().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a TBSCertificate cannot be encoded", e);
        }
    }
}
