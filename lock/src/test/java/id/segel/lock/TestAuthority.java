package id.segel.lock;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.Base64;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root, an issuing CA and an enrolment signer, and what they sign. */
final class TestAuthority {

    static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    static final byte[] CHALLENGE = HexFormat.of().parseHex("c0".repeat(32));
    static final String UPLOAD_TOKEN = "dXBsb2FkLXRva2VuLXVwbG9hZC10b2tlbi11cGxvYWQ";
    static final String RECEIPT_TOKEN = "cmVjZWlwdC10b2tlbi1yZWNlaXB0LXRva2VuLXJlY2U";
    static final String NUMBER = "OSD-2026-000123";

    final KeyPair rootKey = ecKey();
    final KeyPair issuingKey = ecKey();
    final KeyPair signerKey = ecKey();
    final X509Certificate root;
    final X509Certificate issuing;
    final X509Certificate signer;

    TestAuthority() {
        root = certificate("CN=Akar Uji", rootKey.getPublic(), "CN=Akar Uji", rootKey, true, KeyUsage.keyCertSign, 0);
        issuing = certificate(
                "CN=OSD LU Kelas 2 (UJI)",
                issuingKey.getPublic(),
                "CN=Akar Uji",
                rootKey,
                true,
                KeyUsage.keyCertSign,
                0);
        signer = issue("CN=Berkas Pendaftaran", signerKey.getPublic(), false, KeyUsage.digitalSignature, 0);
    }

    static KeyPair ecKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate of the issuing CA, valid from ten days before {@link #NOW} plus the shift, for twenty days. */
    X509Certificate issue(String subject, PublicKey key, boolean ca, int usage, int shiftDays) {
        return certificate(subject, key, "CN=OSD LU Kelas 2 (UJI)", issuingKey, ca, usage, shiftDays);
    }

    X509Certificate subscriber(PublicKey key) {
        return issue("C=ID, CN=Siti Rahmawati", key, false, KeyUsage.digitalSignature | KeyUsage.nonRepudiation, 0);
    }

    static X509Certificate certificate(
            String subject, PublicKey key, String issuer, KeyPair issuerKey, boolean ca, int usage, int shiftDays) {
        try {
            Instant begin = NOW.minus(Duration.ofDays(10)).plus(Duration.ofDays(shiftDays));
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Principal(issuer),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(begin),
                    Date.from(begin.plus(Duration.ofDays(20))),
                    new X500Principal(subject),
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(issuerKey.getPublic()));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The payload of a good enrolment file. */
    Map<String, Object> payload(String server) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("version", 1);
        payload.put("applicationNumber", NUMBER);
        payload.put("product", "OSD LU Kelas 2");
        payload.put(
                "subject",
                new ArrayList<>(List.of(
                        attribute("C", "ID"),
                        attribute("O", "Dinas Komunikasi dan Informatika"),
                        attribute("OU", "Bidang Persandian"),
                        attribute("serialNumber", "S-8F2K-0001"),
                        attribute("CN", "Siti Nur\u2019aini Rahmawati"))));
        payload.put("email", "siti@dinas.go.id");
        payload.put(
                "keyRules",
                new LinkedHashMap<>(Map.of(
                        "rsaMinBits",
                        2048,
                        "rsaMaxBits",
                        4096,
                        "curves",
                        List.of("P-256", "P-384"),
                        "rsaAllowed",
                        true)));
        payload.put(
                "challenge", java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(CHALLENGE));
        payload.put("server", server);
        payload.put("certificates", AuthorityList.write(List.of(root, issuing)));
        payload.put("uploadToken", UPLOAD_TOKEN);
        payload.put("expiresAt", "2026-12-01T00:00:00Z");
        return payload;
    }

    static Map<String, Object> attribute(String type, String value) {
        return new LinkedHashMap<>(Map.of("type", type, "value", value));
    }

    /** An enrolment file with something about its payload changed before signing. */
    String enrolment(String server, Consumer<Map<String, Object>> change) {
        Map<String, Object> payload = payload(server);
        change.accept(payload);
        return sign(payload, signerKey, List.of(signer, issuing, root), "segel-enrolment+jwt");
    }

    static String sign(Map<String, Object> payload, KeyPair key, List<X509Certificate> chain, String type) {
        try {
            List<Base64> x5c = new ArrayList<>();
            for (X509Certificate certificate : chain) {
                x5c.add(Base64.encode(certificate.getEncoded()));
            }
            JWSObject jws = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType(type))
                            .x509CertChain(x5c)
                            .build(),
                    new Payload(payload));
            jws.sign(new ECDSASigner((ECPrivateKey) key.getPrivate()));
            return jws.serialize();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String rootFingerprint() {
        try {
            return sha256(root.getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
