package id.segel.ca.lint;

import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.profile.CertificateKind;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.SignatureScheme;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
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
import org.jspecify.annotations.Nullable;

/**
 * A certificate in the making, every field open to a test that breaks it. Fields that begin as promised are put together
 * by hand, so that things no builder would encode can be had.
 */
final class TbsRecipe {
    static final SignatureScheme SCHEME = SignatureScheme.ECDSA_SHA256;
    static final KeyPair ISSUER_KEY = keyPair();
    static final byte[] ISSUER = TestIssuer.certificate(ISSUER_KEY);
    static final String SERIAL = "1a2b3c4d5e6f708192a3b4c5d6e7f80913243546";
    static final String EMAIL = "siti.contoh@instansi.example";
    static final String BASE = "http://ca.example";
    static final KeyPair SUBJECT_KEY = keyPair();

    final CertificateProfile profile;
    LintIssuer issuer = LintIssuer.of(ISSUER, SCHEME);

    @Nullable
    ASN1Encodable version = new DERTaggedObject(true, 0, new ASN1Integer(2));

    ASN1Encodable serial = new ASN1Integer(new BigInteger(SERIAL, 16));
    ASN1Encodable algorithm = SignatureAlgorithms.identifier(SCHEME);
    ASN1Encodable issuerName = new X500Name("C=ID,O=Uji,CN=Penerbit Uji");
    ASN1Encodable notBefore;
    ASN1Encodable notAfter;
    ASN1Encodable subject;
    ASN1Encodable key;
    final List<ASN1Encodable> uniqueIdentifiers = new ArrayList<>();
    final List<Extension> extensions = new ArrayList<>();
    LintPromise promise;

    private TbsRecipe(CertificateProfile profile, X500Name subject, String email, byte[] key) {
        this.profile = profile;
        this.key = SubjectPublicKeyInfo.getInstance(key);
        this.subject = subject;
        Instant begin = Instant.parse("2026-11-20T03:04:05Z");
        Instant end = begin.plus(profile.validity()).minusSeconds(1);
        this.notBefore = new Time(Date.from(begin));
        this.notAfter = new Time(Date.from(end));
        boolean crl = profile.hasCrlDistributionPoint();
        this.promise = new LintPromise(
                new BigInteger(SERIAL, 16).toByteArray(),
                encoded(subject),
                key,
                begin,
                end,
                email.isEmpty() ? null : email,
                crl ? List.of(BASE + "/pki/uji/0.crl") : List.of(),
                profile.hasOcspLocation() ? List.of(BASE + "/pki/ocsp") : List.of(),
                profile.hasCaIssuersLocation() ? List.of(BASE + "/pki/uji.crt") : List.of());
        addExtensions(email);
    }

    static TbsRecipe subscriber() {
        return of(CertificateProfile.bundled("osd-lu-kelas-2-individu"), SUBJECT_KEY.getPublic());
    }

    static TbsRecipe responder() {
        return of(CertificateProfile.bundled("ocsp-responder"), SUBJECT_KEY.getPublic());
    }

    static TbsRecipe issuingAuthority() {
        return of(CertificateProfile.bundled("issuing-ca"), SUBJECT_KEY.getPublic());
    }

    /** A root's own certificate. */
    static TbsRecipe root() {
        return of(CertificateProfile.bundled("root-ca"), ISSUER_KEY.getPublic());
    }

    /** A certificate with everything the profile language has. */
    static TbsRecipe full() {
        return of(LintProfiles.full(), SUBJECT_KEY.getPublic());
    }

    /** The certificate as its profile makes it of a key. */
    static TbsRecipe of(CertificateProfile profile, PublicKey key) {
        boolean subscriber = profile.kind() == CertificateKind.SUBSCRIBER;
        X500Name subject = subscriber ? person("Siti Contoh") : named("Uji " + profile.name());
        TbsRecipe recipe = new TbsRecipe(profile, subject, subscriber ? EMAIL : "", key.getEncoded());
        if (profile.name().equals("root-ca")) {
            recipe.issuer = LintIssuer.itself(SCHEME);
            recipe.issuerName = recipe.subject;
            recipe.remove(Extension.authorityKeyIdentifier);
        }
        return recipe;
    }

    static X500Name person(String name) {
        return new X500Name(new RDN[] {
            part(BCStyle.C, new DERPrintableString("ID")),
            part(BCStyle.O, new DERUTF8String("Dinas Uji Coba")),
            part(BCStyle.SERIALNUMBER, new DERPrintableString("ABCDEFGH2345")),
            part(BCStyle.CN, new DERUTF8String(name))
        });
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
        add(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuer.keyIdentifier()));
        add(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(key)));
        add(Extension.keyUsage, profile.isKeyUsageCritical(), new KeyUsage(keyUsageBits()));
        if (profile.isCertificationAuthority()) {
            Integer length = profile.pathLength();
            add(
                    Extension.basicConstraints,
                    true,
                    length == null ? new BasicConstraints(true) : new BasicConstraints(length));
        } else if (profile.deniesAuthority()) {
            add(Extension.basicConstraints, true, new BasicConstraints(false));
        }
        if (!profile.extendedKeyUsage().isEmpty()) {
            add(
                    Extension.extendedKeyUsage,
                    profile.isExtendedKeyUsageCritical(),
                    new ExtendedKeyUsage(profile.extendedKeyUsage().stream()
                            .map(usage -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(usage)))
                            .toArray(KeyPurposeId[]::new)));
        }
        if (!profile.policies().isEmpty()) {
            add(Extension.certificatePolicies, false, LintProfiles.policies(profile));
        }
        if (!email.isEmpty()) {
            add(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, email)));
        }
        if (profile.hasCrlDistributionPoint()) {
            add(Extension.cRLDistributionPoints, false, distributionPoint(BASE + "/pki/uji/0.crl"));
        }
        if (profile.hasAuthorityInformationAccess()) {
            add(Extension.authorityInfoAccess, false, access(BASE + "/pki/ocsp", BASE + "/pki/uji.crt"));
        }
        if (profile.hasOcspNoCheck()) {
            add(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        }
        if (profile.qcTerms() != null) {
            add(Extension.qCStatements, false, LintProfiles.statements());
        }
        profile.customExtensions()
                .forEach(each -> extensions.add(
                        new Extension(new ASN1ObjectIdentifier(each.oid()), each.critical(), each.value())));
    }

    private int keyUsageBits() {
        Map<String, Integer> bits = Map.of(
                "digitalSignature", KeyUsage.digitalSignature,
                "nonRepudiation", KeyUsage.nonRepudiation,
                "keyEncipherment", KeyUsage.keyEncipherment,
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

    /** What was approved agrees with what the certificate says now, so that only rules that look at the bytes speak. */
    void promiseWhatIsThere() {
        promise = new LintPromise(
                serial instanceof ASN1Integer number ? number.getValue().toByteArray() : promise.serial(),
                encoded(subject),
                encoded(key),
                promise.notBefore(),
                promise.notAfter(),
                promise.email(),
                promise.crlUrls(),
                promise.ocspUrls(),
                promise.caIssuersUrls());
    }

    void promiseTheTimes(Instant begin, Instant end) {
        promise = new LintPromise(
                promise.serial(),
                promise.subject(),
                promise.subjectPublicKeyInfo(),
                begin,
                end,
                promise.email(),
                promise.crlUrls(),
                promise.ocspUrls(),
                promise.caIssuersUrls());
    }

    void promiseEmail(String email) {
        promise = new LintPromise(
                promise.serial(),
                promise.subject(),
                promise.subjectPublicKeyInfo(),
                promise.notBefore(),
                promise.notAfter(),
                email,
                promise.crlUrls(),
                promise.ocspUrls(),
                promise.caIssuersUrls());
    }

    void promiseLocations(List<String> crls, List<String> ocsp, List<String> issuers) {
        promise = new LintPromise(
                promise.serial(),
                promise.subject(),
                promise.subjectPublicKeyInfo(),
                promise.notBefore(),
                promise.notAfter(),
                promise.email(),
                crls,
                ocsp,
                issuers);
    }

    /** Puts another key in, approved and with its own identifier. */
    void useKey(SubjectPublicKeyInfo other) {
        key = other;
        replace(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(other)));
        promiseWhatIsThere();
    }

    /** Puts another subject in, approved. */
    void useSubject(RDN... parts) {
        subject = new X500Name(parts);
        promiseWhatIsThere();
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

    static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
