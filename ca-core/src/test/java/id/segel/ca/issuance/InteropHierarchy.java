package id.segel.ca.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.lint.LintIssuer;
import id.segel.ca.lint.LintPromise;
import id.segel.ca.lint.LintSubject;
import id.segel.ca.lint.Linter;
import id.segel.ca.profile.CertificateKind;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.status.PkiLocations;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.TokenPurpose;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/** A root and an issuing CA whose certificates are encoded and linted like all others and signed by keys in memory. */
final class InteropHierarchy {
    private static final PkiLocations URLS = new PkiLocations("http://ca.example");
    private static final TbsCertificates TBS = new TbsCertificates(URLS);
    private static final Linter LINTER = Linter.standard();
    private static final SerialNumbers SERIALS = new SerialNumbers(new SecureRandom());
    private static final Map<String, String> FIELDS = Map.of(
            "agency", "Dinas Komunikasi Uji",
            "unit", "Bidang Persandian",
            "subscriberNumber", "ABCDEFGH2345",
            "fullName", "Siti Contoh");

    final SignatureScheme scheme;
    final Authority root;
    final Authority issuing;
    private final KeyPair rootKey;
    private final KeyPair issuingKey;

    InteropHierarchy(SignatureScheme scheme, KeyPair rootKey, KeyPair issuingKey) {
        this.scheme = scheme;
        this.rootKey = rootKey;
        this.issuingKey = issuingKey;
        Authority nascent = authority(1, "root-uji", 1, rootKey, null);
        this.root = authority(1, "root-uji", 1, rootKey, issue("root-ca", nascent, rootKey, rootKey.getPublic()));
        this.issuing =
                authority(2, "osd-uji", 1, issuingKey, issue("issuing-ca", root, rootKey, issuingKey.getPublic()));
    }

    /** A certificate of a bundled profile, signed by the CA that signs such ones. */
    byte[] issue(String profile, PublicKey subject) {
        return issue(CertificateProfile.bundled(profile), subject);
    }

    byte[] issue(CertificateProfile profile, PublicKey subject) {
        return profile.kind() == CertificateKind.CA
                ? issue(profile, root, rootKey, subject)
                : issue(profile, issuing, issuingKey, subject);
    }

    private byte[] issue(String profile, Authority issuer, KeyPair signer, PublicKey subject) {
        return issue(CertificateProfile.bundled(profile), issuer, signer, subject);
    }

    private byte[] issue(CertificateProfile profile, Authority issuer, KeyPair signer, PublicKey key) {
        boolean person = profile.kind() == CertificateKind.SUBSCRIBER;
        X500Name subject = person ? SubjectNames.fromTemplate(profile, FIELDS) : named(nameOf(profile));
        String email = person ? "siti.contoh@instansi.example" : null;
        byte[] serial = SERIALS.next();
        // A certificate does not begin before its issuer's.
        int minutes = issuer.certificate() == null ? 30 : profile.isCertificationAuthority() ? 20 : 10;
        ValidityPeriod validity =
                ValidityPeriod.from(Instant.now().minus(Duration.ofMinutes(minutes)), profile.validity());
        byte[] tbs = TBS.encode(profile, issuer, serial, validity, subject, key.getEncoded(), email, 0);
        LintPromise promise = new LintPromise(
                serial,
                encoded(subject),
                key.getEncoded(),
                validity.notBefore(),
                validity.notAfter(),
                email,
                profile.hasCrlDistributionPoint() ? List.of(URLS.crlShard(issuer.name(), 0)) : List.of(),
                profile.hasOcspLocation() ? List.of(URLS.ocsp()) : List.of(),
                profile.hasCaIssuersLocation() ? List.of(URLS.certificate(issuer.name())) : List.of());
        LintIssuer lintIssuer = issuer.certificate() == null
                ? LintIssuer.itself(scheme)
                : LintIssuer.of(issuer.requireCertificate(), scheme);
        assertThat(LINTER.check(new LintSubject(tbs, profile, lintIssuer, promise)))
                .isEmpty();
        return signed(tbs, signer);
    }

    private static String nameOf(CertificateProfile profile) {
        return switch (profile.name()) {
            case "root-ca" -> "root-uji";
            case "issuing-ca" -> "osd-uji";
            default -> "uji-" + profile.name();
        };
    }

    private static X500Name named(String name) {
        return new X500Name(new RDN[] {
            SubjectNames.relative("C", "ID"), SubjectNames.relative("O", "Uji"), SubjectNames.relative("CN", name)
        });
    }

    private Authority authority(int id, String name, int issuer, KeyPair key, byte @Nullable [] certificate) {
        return new Authority(
                id,
                name,
                encoded(named(name)),
                issuer,
                name,
                TokenPurpose.CA,
                key.getPublic().getEncoded(),
                scheme,
                certificate,
                null,
                Authority.State.ACTIVE,
                1);
    }

    private byte[] signed(byte[] tbs, KeyPair key) {
        try {
            Signature signature = signature();
            signature.initSign(key.getPrivate());
            signature.update(tbs);
            return encoded(new DERSequence(new ASN1Encodable[] {
                ASN1Primitive.fromByteArray(tbs),
                SignatureAlgorithms.identifier(scheme),
                new DERBitString(signature.sign())
            }));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        String hash = scheme.digest().replace("-", "");
        if (scheme.name().startsWith("ECDSA")) {
            return Signature.getInstance(hash + "withECDSA");
        }
        if (!scheme.name().startsWith("RSA_PSS")) {
            return Signature.getInstance(hash + "withRSA");
        }
        Signature signature = Signature.getInstance("RSASSA-PSS");
        int salt = Integer.parseInt(hash.substring(3)) / 8;
        signature.setParameter(
                new PSSParameterSpec(scheme.digest(), "MGF1", new MGF1ParameterSpec(scheme.digest()), salt, 1));
        return signature;
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
