package id.segel.ca.ceremony;

import id.segel.ca.authority.Authority;
import id.segel.ca.issuance.Fingerprint;
import id.segel.ca.issuance.KeyUsages;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.store.Sha256;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * What an external authority answered to a request, examined (RFC 5280 4.2, 6.1).
 *
 * @param certificate the authority's, DER; empty if there is none
 * @param issuers its issuer and those above it, DER, as far as they were given
 * @param faults everything that forbids using it
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Answer(byte[] certificate, List<byte[]> issuers, List<String> faults) {
    private static final int LONGEST_CHAIN = 6;
    private static final Set<String> UNDERSTOOD =
            Set.of("2.5.29.15", "2.5.29.19", "2.5.29.32", "2.5.29.30", "2.5.29.36");
    private static final List<String> BITS = List.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");

    static Answer refused(String fault) {
        return new Answer(new byte[0], List.of(), List.of(fault));
    }

    static Answer examine(
            List<byte[]> files,
            Authority authority,
            CertificateProfile profile,
            @Nullable String issuerSha256,
            Instant now) {
        List<X509Certificate> given = new ArrayList<>();
        try {
            for (byte[] file : files) {
                for (byte[] der : Pem.certificates(file)) {
                    given.add((X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            return refused("a certificate cannot be read: " + e.getMessage());
        }
        List<X509Certificate> ours = given.stream()
                .filter(certificate -> Arrays.equals(certificate.getPublicKey().getEncoded(), authority.spki()))
                .toList();
        if (ours.size() != 1) {
            return refused(
                    ours.isEmpty()
                            ? "of the " + given.size() + " certificates given none has the public key of the request"
                            : "several certificates given have the public key of the request; give the right one"
                                    + " alone");
        }
        X509Certificate certificate = ours.get(0);
        given.remove(certificate);
        List<String> faults = new ArrayList<>();
        judge(faults, certificate, authority, profile, now);
        List<X509Certificate> issuers = issuers(faults, certificate, given, now);
        if (!issuers.isEmpty() && issuerSha256 != null) {
            String told = issuerSha256.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
            String is = Sha256.hex(encoded(issuers.get(0)));
            if (!told.equals(is)) {
                faults.add("the issuer's certificate has the SHA-256 " + is + ", not " + told + " as the file says");
            }
        }
        return new Answer(
                encoded(certificate), issuers.stream().map(Answer::encoded).toList(), List.copyOf(faults));
    }

    private static void judge(
            List<String> faults,
            X509Certificate certificate,
            Authority authority,
            CertificateProfile profile,
            Instant now) {
        if (!Arrays.equals(certificate.getSubjectX500Principal().getEncoded(), authority.subject())) {
            faults.add("its subject is " + certificate.getSubjectX500Principal() + ", not what the request asked for");
        }
        judgeAuthority(faults, "it", certificate);
        Integer wanted = profile.pathLength();
        int has = certificate.getBasicConstraints();
        if (wanted != null && has != wanted) {
            faults.add("its path length is " + (has == Integer.MAX_VALUE ? "not limited" : has)
                    + "; the request asked for " + wanted);
        }
        Set<String> usages = usages(certificate);
        if (!usages.equals(new TreeSet<>(profile.keyUsage()))) {
            faults.add("its key usage is " + usages + "; the request asked for " + new TreeSet<>(profile.keyUsage()));
        }
        judgeTime(faults, "it", certificate, now);
        byte[] extension = certificate.getExtensionValue("2.5.29.14");
        byte[] expected = KeyUsages.keyIdentifier(SubjectPublicKeyInfo.getInstance(authority.spki()));
        if (extension == null
                || !MessageDigest.isEqual(
                        SubjectKeyIdentifier.getInstance(
                                        ASN1OctetString.getInstance(extension).getOctets())
                                .getKeyIdentifier(),
                        expected)) {
            faults.add("its subjectKeyIdentifier is missing or not the SHA-1 of the public key that the request asked"
                    + " for");
        }
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical != null) {
            critical.stream()
                    .filter(oid -> !UNDERSTOOD.contains(oid))
                    .forEach(oid ->
                            faults.add("it has the critical extension " + oid + ", which is not understood here"));
        }
    }

    private static void judgeAuthority(List<String> faults, String who, X509Certificate certificate) {
        if (certificate.getBasicConstraints() < 0) {
            faults.add(who + " is no certificate of an authority: basicConstraints does not say CA");
        }
        // RFC 5280 6.1.4 (n): where the extension is there, it must allow it.
        if (certificate.getKeyUsage() != null && !usages(certificate).contains("keyCertSign")) {
            faults.add(who + " may not sign certificates: keyUsage has no keyCertSign");
        }
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.contains("SHA1") || algorithm.contains("MD5") || algorithm.contains("MD2")) {
            faults.add(who + " is signed with " + certificate.getSigAlgName() + ", which is broken");
        }
    }

    private static void judgeTime(List<String> faults, String who, X509Certificate certificate, Instant now) {
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            faults.add(who + " is valid from " + certificate.getNotBefore().toInstant() + " to "
                    + certificate.getNotAfter().toInstant() + ", not now (" + now + ")");
        }
    }

    private static List<X509Certificate> issuers(
            List<String> faults, X509Certificate certificate, List<X509Certificate> given, Instant now) {
        List<X509Certificate> left = new ArrayList<>(given);
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate below = certificate;
        while (!below.getSubjectX500Principal().equals(below.getIssuerX500Principal())
                && chain.size() < LONGEST_CHAIN) {
            X509Certificate issuer = issuer(faults, below, left);
            if (issuer == null) {
                break;
            }
            String who = "the issuer " + issuer.getSubjectX500Principal();
            judgeAuthority(faults, who, issuer);
            judgeTime(faults, who, issuer, now);
            if (below.getNotAfter().after(issuer.getNotAfter())) {
                faults.add(below.getSubjectX500Principal() + " is valid until "
                        + below.getNotAfter().toInstant() + ", longer than its issuer ("
                        + issuer.getNotAfter().toInstant() + ")");
            }
            if (issuer.getBasicConstraints() >= 0
                    && issuer.getBasicConstraints() < chain.size() + 1
                    && !chain.isEmpty()) {
                faults.add(who + " allows only " + issuer.getBasicConstraints() + " authorities below it");
            }
            left.remove(issuer);
            chain.add(issuer);
            below = issuer;
        }
        if (chain.isEmpty() && faults.stream().noneMatch(fault -> fault.contains("signature"))) {
            faults.add("the certificate of its issuer, " + certificate.getIssuerX500Principal()
                    + ", is not given; put it into the chain or name its file under issuer");
        }
        if (!chain.isEmpty()) {
            left.forEach(other -> faults.add("the certificate of " + other.getSubjectX500Principal()
                    + " is given too, but has no place in the chain; leave it out"));
        }
        return chain;
    }

    private static @Nullable X509Certificate issuer(
            List<String> faults, X509Certificate below, List<X509Certificate> given) {
        String failed = null;
        for (X509Certificate candidate : given) {
            if (!candidate.getSubjectX500Principal().equals(below.getIssuerX500Principal())) {
                continue;
            }
            try {
                below.verify(candidate.getPublicKey());
                return candidate;
            } catch (GeneralSecurityException e) {
                failed = "the signature on the certificate of " + below.getSubjectX500Principal()
                        + " does not verify with the key of " + candidate.getSubjectX500Principal();
            }
        }
        if (failed != null) {
            faults.add(failed);
        }
        return null;
    }

    private static Set<String> usages(X509Certificate certificate) {
        Set<String> usages = new TreeSet<>();
        boolean[] bits = certificate.getKeyUsage();
        for (int bit = 0; bits != null && bit < Math.min(bits.length, BITS.size()); bit++) {
            if (bits[bit]) {
                usages.add(BITS.get(bit));
            }
        }
        return usages;
    }

    /** Whose a certificate is, and its fingerprint. */
    static String describe(byte[] der) {
        org.bouncycastle.asn1.x509.Certificate certificate = org.bouncycastle.asn1.x509.Certificate.getInstance(der);
        return certificate.getSubject() + ", until "
                + certificate.getEndDate().getDate().toInstant() + ", SHA-256 " + Fingerprint.of(der);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate just read cannot be encoded", e);
        }
    }
}
