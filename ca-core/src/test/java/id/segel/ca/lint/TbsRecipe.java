package id.segel.ca.lint;

import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.SignatureScheme;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
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
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.X509ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate in the making, every field open to a test that breaks it. Fields that begin as promised are put together
 * by hand, so that things no builder would encode can be had.
 */
final class TbsRecipe {
    static final SignatureScheme SCHEME = SignatureScheme.ECDSA_SHA256;
    static final KeyPair ISSUER_KEY = keyPair();
    static final byte[] ISSUER = issuerCertificate();
    static final String BASE = "http://ca.example";
    private static final KeyPair SUBJECT_KEY = keyPair();

    final CertificateProfile profile;
    LintIssuer issuer = LintIssuer.of(ISSUER, SCHEME);

    @Nullable
    ASN1Encodable version = new DERTaggedObject(true, 0, new ASN1Integer(2));

    ASN1Encodable serial = new ASN1Integer(new BigInteger("1234567890abcdef1234567890abcdef12345678", 16));
    ASN1Encodable algorithm = SignatureAlgorithms.identifier(SCHEME);
    ASN1Encodable issuerName = new X500Name("C=ID,O=Uji,CN=Penerbit Uji");
    ASN1Encodable notBefore;
    ASN1Encodable notAfter;
    ASN1Encodable subject;
    ASN1Encodable key = SubjectPublicKeyInfo.getInstance(SUBJECT_KEY.getPublic().getEncoded());
    final List<ASN1Encodable> uniqueIdentifiers = new ArrayList<>();
    final List<Extension> extensions = new ArrayList<>();
    LintPromise promise;

    private TbsRecipe(String profileName, X500Name subject, String email) {
        this.profile = CertificateProfile.bundled(profileName);
        this.subject = subject;
        Instant begin = Instant.parse("2026-11-20T03:04:05Z");
        Instant end = begin.plus(profile.validity()).minusSeconds(1);
        this.notBefore = new Time(Date.from(begin));
        this.notAfter = new Time(Date.from(end));
        boolean crl = profile.hasCrlDistributionPoint();
        boolean access = profile.hasAuthorityInformationAccess();
        this.promise = new LintPromise(
                encoded(subject),
                encoded(key),
                begin,
                end,
                email.isEmpty() ? null : email,
                crl ? List.of(BASE + "/pki/uji/0.crl") : List.of(),
                access ? List.of(BASE + "/pki/ocsp") : List.of(),
                access ? List.of(BASE + "/pki/uji.crt") : List.of());
        addExtensions(email);
    }

    static TbsRecipe subscriber() {
        return new TbsRecipe(
                "osd-lu-kelas-2-individu",
                new X500Name(new RDN[] {
                    part(BCStyle.C, new DERPrintableString("ID")),
                    part(BCStyle.O, new DERUTF8String("Dinas Uji Coba")),
                    part(BCStyle.SERIALNUMBER, new DERPrintableString("ABCDEFGH2345")),
                    part(BCStyle.CN, new DERUTF8String("Siti Contoh"))
                }),
                "siti.contoh@instansi.example");
    }

    static TbsRecipe responder() {
        return new TbsRecipe("ocsp-responder", named("Penjawab OCSP Uji"), "");
    }

    static TbsRecipe issuingAuthority() {
        return new TbsRecipe("issuing-ca", named("OSD LU Kelas 2 (UJI)"), "");
    }

    /** A root's own certificate: 20 years, so its end is a GeneralizedTime only when it begins late enough. */
    static TbsRecipe root() {
        TbsRecipe recipe = new TbsRecipe("root-ca", named("Induk Uji"), "");
        recipe.issuer = LintIssuer.itself(SCHEME);
        recipe.issuerName = recipe.subject;
        recipe.remove(Extension.authorityKeyIdentifier);
        return recipe;
    }

    static X500Name named(String commonName) {
        return new X500Name(new RDN[] {
            part(BCStyle.C, new DERPrintableString("ID")), part(BCStyle.CN, new DERUTF8String(commonName))
        });
    }

    static RDN part(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new RDN(type, value);
    }

    static RDN parts(AttributeTypeAndValue... attributes) {
        return new RDN(attributes);
    }

    private void addExtensions(String email) {
        add(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(key)));
        add(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuer.keyIdentifier()));
        add(Extension.keyUsage, true, new KeyUsage(keyUsageBits()));
        if (profile.isCertificationAuthority()) {
            Integer length = profile.pathLength();
            add(
                    Extension.basicConstraints,
                    true,
                    length == null ? new BasicConstraints(true) : new BasicConstraints(length));
        }
        if (!profile.extendedKeyUsage().isEmpty()) {
            add(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(profile.extendedKeyUsage().stream()
                            .map(usage -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(usage)))
                            .toArray(KeyPurposeId[]::new)));
        }
        if (!profile.policies().isEmpty()) {
            add(
                    Extension.certificatePolicies,
                    false,
                    policies(profile.policies().get(0)));
        }
        if (profile.hasCrlDistributionPoint()) {
            add(Extension.cRLDistributionPoints, false, distributionPoint(BASE + "/pki/uji/0.crl"));
        }
        if (profile.hasAuthorityInformationAccess()) {
            add(Extension.authorityInfoAccess, false, access(BASE + "/pki/ocsp", BASE + "/pki/uji.crt"));
        }
        if (!email.isEmpty()) {
            add(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, email)));
        }
        if (profile.hasOcspNoCheck()) {
            add(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        }
    }

    private int keyUsageBits() {
        Map<String, Integer> bits = Map.of(
                "digitalSignature", KeyUsage.digitalSignature,
                "nonRepudiation", KeyUsage.nonRepudiation,
                "keyCertSign", KeyUsage.keyCertSign,
                "cRLSign", KeyUsage.cRLSign);
        return profile.keyUsage().stream().mapToInt(bits::get).sum();
    }

    static CertificatePolicies policies(String policy) {
        return new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(policy)));
    }

    static CRLDistPoint distributionPoint(String url) {
        return new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(
                    new DistributionPointName(
                            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url))),
                    null,
                    null)
        });
    }

    static AuthorityInformationAccess access(String ocsp, String issuerLocation) {
        return new AuthorityInformationAccess(new AccessDescription[] {
            new AccessDescription(
                    X509ObjectIdentifiers.id_ad_ocsp, new GeneralName(GeneralName.uniformResourceIdentifier, ocsp)),
            new AccessDescription(
                    X509ObjectIdentifiers.id_ad_caIssuers,
                    new GeneralName(GeneralName.uniformResourceIdentifier, issuerLocation))
        });
    }

    static byte[] keyIdentifier(ASN1Encodable key) {
        byte[] bits = SubjectPublicKeyInfo.getInstance(key).getPublicKeyData().getOctets();
        try {
            return MessageDigest.getInstance("SHA-1").digest(bits);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        extensions.add(new Extension(type, critical, encoded(value)));
    }

    void remove(ASN1ObjectIdentifier type) {
        extensions.removeIf(extension -> extension.getExtnId().equals(type));
    }

    void replace(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        int at = 0;
        while (!extensions.get(at).getExtnId().equals(type)) {
            at++;
        }
        extensions.set(at, new Extension(type, critical, encoded(value)));
    }

    /** What was approved agrees with what the subject says now, so that only the rule about the subject speaks. */
    void promiseTheSubject() {
        promise = new LintPromise(
                encoded(subject),
                promise.subjectPublicKeyInfo(),
                promise.notBefore(),
                promise.notAfter(),
                promise.rfc822Name(),
                promise.crlUrls(),
                promise.ocspUrls(),
                promise.caIssuersUrls());
    }

    void promiseTheTimes(Instant begin, Instant end) {
        promise = new LintPromise(
                promise.subject(),
                promise.subjectPublicKeyInfo(),
                begin,
                end,
                promise.rfc822Name(),
                promise.crlUrls(),
                promise.ocspUrls(),
                promise.caIssuersUrls());
    }

    byte[] tbs() {
        ASN1EncodableVector fields = new ASN1EncodableVector();
        if (version != null) {
            fields.add(version);
        }
        fields.add(serial);
        fields.add(algorithm);
        fields.add(issuerName);
        fields.add(new DERSequence(new ASN1Encodable[] {notBefore, notAfter}));
        fields.add(subject);
        fields.add(key);
        uniqueIdentifiers.forEach(fields::add);
        fields.add(new DERTaggedObject(true, 3, new DERSequence(extensions.toArray(ASN1Encodable[]::new))));
        return encoded(new DERSequence(fields));
    }

    LintSubject subjectOfLint() {
        return new LintSubject(tbs(), profile, issuer, promise);
    }

    LintSubject subjectOfLint(byte[] bytes) {
        return new LintSubject(bytes, profile, issuer, promise);
    }

    static ASN1Encodable uniqueIdentifier(int tag) {
        return new DERTaggedObject(false, tag, new DERBitString(new byte[] {1, 2, 3}));
    }

    static ASN1Encodable ia5(String text) {
        return new DERIA5String(text);
    }

    static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] issuerCertificate() {
        X500Name name = new X500Name("C=ID,O=Uji,CN=Penerbit Uji");
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(ISSUER_KEY.getPublic().getEncoded());
        try {
            return new X509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(4711),
                            Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                            Date.from(Instant.parse("2048-12-31T23:59:59Z")),
                            name,
                            info)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(info)))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(ISSUER_KEY.getPrivate()))
                    .getEncoded();
        } catch (IOException | org.bouncycastle.operator.OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
