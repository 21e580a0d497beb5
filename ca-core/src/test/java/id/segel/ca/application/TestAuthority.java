package id.segel.ca.application;

import id.segel.hsm.NewKey;
import id.segel.hsm.SignatureScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates of a test hierarchy whose CA keys are software keys: this package never signs with them. */
final class TestAuthority {
    final KeyPair rootKey = ecKey();
    final KeyPair issuingKey = ecKey();
    final byte[] root;
    final byte[] issuing;

    TestAuthority() {
        X500Name rootName = new X500Name("C=ID,O=Uji,CN=Akar UJI");
        root = certificate(rootName, rootName, rootKey.getPublic(), signer(rootKey), true);
        issuing = certificate(
                rootName,
                new X500Name("C=ID,O=Uji,CN=OSD LU Kelas 2 (UJI)"),
                issuingKey.getPublic(),
                signer(rootKey),
                true);
    }

    /** A certificate for any key, issued by the issuing CA. */
    byte[] issue(String subject, PublicKey key) {
        return certificate(
                new X500Name("C=ID,O=Uji,CN=OSD LU Kelas 2 (UJI)"),
                new X500Name(subject),
                key,
                signer(issuingKey),
                false);
    }

    static KeyPair ecKey() {
        return key("EC", "secp256r1");
    }

    static KeyPair rsaKey(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair key(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static ContentSigner signer(KeyPair key) {
        try {
            String algorithm = key.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new JcaContentSignerBuilder(algorithm).build(key.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs with a P-256 key that was just made in a token. */
    static ContentSigner signer(NewKey key) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
            }

            @Override
            public OutputStream getOutputStream() {
                return message;
            }

            @Override
            public byte[] getSignature() {
                return key.signer().sign(SignatureScheme.ECDSA_SHA256, message.toByteArray(), () -> {});
            }
        };
    }

    private static byte[] certificate(
            X500Name issuer, X500Name subject, PublicKey key, ContentSigner signer, boolean authority) {
        Instant now = Instant.now();
        try {
            return new X509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plus(Duration.ofDays(3650))),
                            subject,
                            SubjectPublicKeyInfo.getInstance(key.getEncoded()))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                    .build(signer)
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
