package id.segel.lock;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads certificates and follows their chains with the JDK's path validation (RFC 5280 6). */
final class Certificates {

    /** Why a chain does not hold, in a few words of English out of the JDK or of ours. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Broken(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** KeyUsage bits (RFC 5280 4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int NON_REPUDIATION = 1;
    private static final int KEY_CERT_SIGN = 5;

    private Certificates() {}

    static X509Certificate parse(byte[] der) throws Broken {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (certificate == null) {
                throw new Broken("no certificate");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new Broken("no certificate");
        }
    }

    /** The certificates of a PEM text in its order. */
    static List<X509Certificate> parseAll(byte[] pem) throws Broken {
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .forEach(certificate -> certificates.add((X509Certificate) certificate));
            return certificates;
        } catch (CertificateException e) {
            throw new Broken("no certificate");
        }
    }

    /**
     * Checks the chain of an enrolment file: signer, issuing CAs, root, each signed by the next and valid now. The
     * signer is no CA and no person: a subscriber's certificate has nonRepudiation, and its owner must not be able to
     * make enrolment files.
     */
    static void validateSigner(List<X509Certificate> chain, Instant now) throws Broken {
        X509Certificate signer = chain.get(0);
        X509Certificate root = chain.get(chain.size() - 1);
        boolean[] usage = signer.getKeyUsage();
        if (signer.getBasicConstraints() != -1) {
            throw new Broken("the signer is a CA");
        }
        if (usage == null || !usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION] || usage[KEY_CERT_SIGN]) {
            throw new Broken("the signer's key usage is not digitalSignature alone");
        }
        validateRoot(root, now);
        try {
            CertPath path =
                    CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, chain.size() - 1));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (GeneralSecurityException e) {
            throw new Broken(reason(e));
        }
    }

    /**
     * Finds the way from a certificate to a root.
     *
     * @param known roots (self-issued) and issuing CAs that are trusted by what the caller verified
     * @param offered more issuing CAs, not trusted
     * @return the CAs on the way, from the certificate's issuer to the root
     */
    static List<X509Certificate> chain(
            X509Certificate certificate,
            Collection<X509Certificate> known,
            Collection<X509Certificate> offered,
            Instant now)
            throws Broken {
        Set<TrustAnchor> roots = known.stream()
                .filter(Certificates::isSelfIssued)
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toSet());
        if (roots.isEmpty()) {
            throw new Broken("no root certificate");
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(certificate);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, target);
            List<X509Certificate> store = new ArrayList<>(known);
            store.addAll(offered);
            store.add(certificate);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(store)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            X509Certificate root = result.getTrustAnchor().getTrustedCert();
            validateRoot(root, now);
            List<X509Certificate> authorities = new ArrayList<>();
            result.getCertPath().getCertificates().forEach(each -> authorities.add((X509Certificate) each));
            authorities.remove(certificate);
            authorities.add(root);
            return authorities;
        } catch (GeneralSecurityException e) {
            throw new Broken(reason(e));
        }
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** SHA-256 of the certificate, 64 hex digits. */
    static String fingerprint(X509Certificate certificate) throws Broken {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateException | NoSuchAlgorithmException e) {
            throw new Broken("no fingerprint");
        }
    }

    /** A fingerprint as people compare it: upper case, pairs with colons. */
    static String forPeople(String hex) {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(HexFormat.of().parseHex(hex));
    }

    /** The root is the anchor of the path, which path validation does not look at. */
    private static void validateRoot(X509Certificate root, Instant now) throws Broken {
        try {
            root.checkValidity(Date.from(now));
            root.verify(root.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new Broken("root: " + reason(e));
        }
        boolean[] usage = root.getKeyUsage();
        if (root.getBasicConstraints() == -1 || usage != null && !usage[KEY_CERT_SIGN]) {
            throw new Broken("the root is no CA");
        }
    }

    private static String reason(GeneralSecurityException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName().toLowerCase(Locale.ROOT) : Terminal.safe(text);
    }
}
