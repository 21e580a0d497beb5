package id.segel.ca.status;

import id.segel.ca.authority.KeyPermit;
import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.hsm.KeySpec;
import id.segel.hsm.NewKey;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import id.segel.hsm.Token;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/** A root, an issuing CA (RSA and EC), and responders, their keys in SoftHSM2 and their certificates real. */
final class TestHierarchy {
    static final String BASE = "http://ca.example";
    static final String ROOT = "induk-uji";
    static final String ISSUING = "osd-uji";

    final Token token;
    final Ca root;
    final Ca issuing;

    /** A CA key, its name in URLs, and its certificate. */
    record Ca(String name, X500Name subject, SigningKey key, SignatureScheme scheme, byte[] certificate) {
        byte[] spki() {
            return key.publicKey().getEncoded();
        }

        /** Signs a certificate. */
        X509CertificateHolder sign(X509v3CertificateBuilder builder) {
            return builder.build(new TokenSigner(key, scheme));
        }
    }

    TestHierarchy(Token token) {
        this.token = token;
        NewKey rootKey = token.generateKeyPair("root", KeySpec.EC_P384);
        NewKey issuingKey = token.generateKeyPair("issuing", KeySpec.RSA_2048);
        X500Name rootName = new X500Name("C=ID,O=Uji,CN=Induk Uji");
        X500Name issuingName = new X500Name("C=ID,O=Uji,CN=OSD LU Kelas 2 (UJI)");
        byte[] rootCertificate =
                authority(rootName, rootName, rootKey.publicKey(), rootKey.publicKey(), false, signer(rootKey));
        byte[] issuingCertificate =
                authority(rootName, issuingName, rootKey.publicKey(), issuingKey.publicKey(), true, signer(rootKey));
        token.storeCertificate("root", rootCertificate);
        token.storeCertificate("issuing", issuingCertificate);
        root = new Ca(ROOT, rootName, token.signingKey("root"), SignatureScheme.ECDSA_SHA384, rootCertificate);
        issuing = new Ca(
                ISSUING,
                issuingName,
                token.signingKey("issuing"),
                SignatureScheme.RSA_PKCS1_SHA256,
                issuingCertificate);
    }

    /** Makes a responder key in the token with a certificate of the authority. */
    void responder(String label, Ca authority, Instant notAfter) {
        NewKey key = token.generateKeyPair(label, KeySpec.EC_P256);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                authority.subject(),
                serial(),
                Date.from(now.minus(40, ChronoUnit.DAYS)),
                Date.from(notAfter),
                new X500Name("C=ID,CN=Penjawab " + label),
                SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()));
        extend(
                builder,
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(keyIdentifier(authority.key().publicKey())));
        extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extend(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
        extend(builder, OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        token.storeCertificate(label, encoded(authority.sign(builder)));
    }

    /** A leaf's certificate, with the shard's CRL distribution point. */
    static X509CertificateHolder leaf(
            Ca issuer,
            BigInteger serial,
            String commonName,
            PublicKey key,
            int shard,
            Instant notBefore,
            Instant notAfter) {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer.subject(),
                serial,
                Date.from(notBefore),
                Date.from(notAfter),
                new X500Name("C=ID,CN=" + commonName),
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        extend(
                builder,
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(keyIdentifier(issuer.key().publicKey())));
        extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        extend(builder, Extension.cRLDistributionPoints, false, distributionPoint(issuer.name(), shard));
        return issuer.sign(builder);
    }

    static BigInteger serial() {
        byte[] octets = new byte[20];
        new java.security.SecureRandom().nextBytes(octets);
        octets[0] = (byte) (octets[0] & 0x3F | 0x40);
        return new BigInteger(1, octets);
    }

    private static byte[] authority(
            X500Name issuer,
            X500Name subject,
            PublicKey issuerKey,
            PublicKey key,
            boolean subordinate,
            ContentSigner signer) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer,
                serial(),
                Date.from(now.minus(400, ChronoUnit.DAYS)),
                Date.from(now.plus(3650, ChronoUnit.DAYS)),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        extend(
                builder,
                Extension.basicConstraints,
                true,
                subordinate ? new BasicConstraints(0) : new BasicConstraints(true));
        extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        extend(builder, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(key)));
        if (subordinate) {
            extend(
                    builder,
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(keyIdentifier(issuerKey)));
            extend(builder, Extension.cRLDistributionPoints, false, distributionPoint(ROOT, 0));
        }
        return encoded(builder.build(signer));
    }

    private static CRLDistPoint distributionPoint(String authority, int shard) {
        String url = BASE + "/pki/" + authority + "/" + shard + ".crl";
        return new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(
                    new DistributionPointName(
                            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url))),
                    null,
                    null)
        });
    }

    private static void extend(
            X509v3CertificateBuilder builder,
            org.bouncycastle.asn1.ASN1ObjectIdentifier type,
            boolean critical,
            org.bouncycastle.asn1.ASN1Encodable value) {
        try {
            builder.addExtension(type, critical, value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] keyIdentifier(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-1")
                    .digest(SubjectPublicKeyInfo.getInstance(key.getEncoded())
                            .getPublicKeyData()
                            .getOctets());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] encoded(X509CertificateHolder certificate) {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ContentSigner signer(NewKey key) {
        return new TokenSigner(key.signer(), SignatureScheme.standardFor(key.publicKey()));
    }

    /** Bouncy Castle's builders, signing with a key in the token. */
    private static final class TokenSigner implements ContentSigner {
        private final SigningKey key;
        private final SignatureScheme scheme;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        TokenSigner(SigningKey key, SignatureScheme scheme) {
            this.key = key;
            this.scheme = scheme;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return SignatureAlgorithms.identifier(scheme);
        }

        @Override
        public OutputStream getOutputStream() {
            return bytes;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(scheme, bytes.toByteArray(), new Permit(bytes.toByteArray()));
        }
    }

    private static final class Permit extends KeyPermit {
        Permit(byte[] bytes) {
            super(bytes);
        }

        @Override
        protected String purpose() {
            return "test";
        }
    }
}
