package id.segel.ca.issuance;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.lint.LintFinding;
import id.segel.ca.lint.LintIssuer;
import id.segel.ca.lint.Linter;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.ProductVersion;
import id.segel.ca.profile.Products;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.store.Database;
import id.segel.csr.KeyRules;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.util.ASN1Dump;

/**
 * What a change of a profile would do to a product's certificates, before anything is changed: the TBSCertificate of a made-up
 * person under the present profile and under the new one, made and linted by the very code that issues, with the same serial
 * number, second and, where both profiles take it, the same key. Nothing is stored or signed. Thread-safe.
 */
public final class ProfilePreview {
    private static final Map<String, String> MADE_UP = Map.of(
            "fullName", "Contoh Nama",
            "agency", "Dinas Contoh",
            "unit", "Bidang Contoh",
            "position", "Jabatan Contoh",
            "subscriberNumber", "ABCDEFGHIJKL",
            "email", "contoh@dinas.example");
    private static final int CONTEXT_LINES = 3;

    private final Database database;
    private final Authorities authorities;
    private final Products products;
    private final CertificateDrafts drafts;
    private final SerialNumbers serials;
    private final SecureRandom random;

    /**
     * @param database as any role that may read products and authorities
     */
    public ProfilePreview(Database database, Products products, PkiLocations urls, SecureRandom random) {
        this.database = database;
        this.authorities = new Authorities(database);
        this.products = products;
        this.serials = new SerialNumbers(random);
        this.drafts = new CertificateDrafts(Linter.standard(), urls);
        this.random = random;
    }

    /**
     * @param present the product's version now
     * @param before its certificate in words and as ASN.1
     * @param after the same with the new profile; empty where it cannot be made at all
     * @param difference the two compared, in unified form; empty where they are equal
     * @param findings what lint has to say of the new one; anything here would refuse every certificate
     */
    public record Preview(
            ProductVersion present,
            List<String> before,
            List<String> after,
            List<String> difference,
            List<LintFinding> findings) {
        public Preview {
            before = List.copyOf(before);
            after = List.copyOf(after);
            difference = List.copyOf(difference);
            findings = List.copyOf(findings);
        }
    }

    /**
     * @param productCode a product that is offered now
     * @param profile the new profile
     * @throws RefusedException INVALID when the product is not offered, or the profile makes no certificate of a person
     */
    public Preview of(String productCode, CertificateProfile profile) {
        ProductVersion present = products.offered(productCode);
        Authority issuer = authorities.byName(present.authority()).orElseThrow();
        byte[] serial = serials.next();
        OffsetDateTime now = database.read(handle -> handle.createQuery("SELECT clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one());
        byte[] presentKey = key(present.profile().keyRules());
        byte[] nextKey = takesTheSame(profile, present.profile()) ? presentKey : key(profile.keyRules());
        CertificateDrafts.Draft was = draft(present.profile(), issuer, serial, now, presentKey);
        CertificateDrafts.Draft will = draft(profile, issuer, serial, now, nextKey);
        List<String> before = text(was);
        List<String> after = text(will);
        return new Preview(
                present,
                before,
                after,
                UnifiedDiffUtils.generateUnifiedDiff(
                        label(present.profile()), label(profile), before, DiffUtils.diff(before, after), CONTEXT_LINES),
                will.findings());
    }

    private CertificateDrafts.Draft draft(
            CertificateProfile profile, Authority issuer, byte[] serial, OffsetDateTime now, byte[] key) {
        try {
            String emailField = profile.rfc822NameField();
            return drafts.draft(
                    new Preparation.Request(
                            profile,
                            issuer,
                            SubjectNames.fromTemplate(profile, MADE_UP),
                            emailField == null ? null : MADE_UP.get(emailField),
                            key,
                            now.toInstant(),
                            0,
                            new UUID(0, 0),
                            null),
                    serial,
                    LintIssuer.of(issuer.requireCertificate(), issuer.scheme()));
        } catch (IllegalArgumentException e) {
            throw RefusedException.because(
                    Problem.INVALID,
                    List.of(new Fault(
                            "",
                            "profile.no-certificate",
                            new Sentence(
                                    "Profil " + profile.name() + " tidak dapat membuat sertifikat: " + e.getMessage()
                                            + ".",
                                    "The profile " + profile.name() + " can make no certificate: " + e.getMessage()
                                            + "."))));
        }
    }

    /** In words first, then as ASN.1 with every octet, so that nothing differs that is not seen. */
    private static List<String> text(CertificateDrafts.Draft draft) {
        List<String> lines = new ArrayList<>(CertificateText.of(draft.tbs(), false));
        try {
            lines.addAll(ASN1Dump.dumpAsString(ASN1Primitive.fromByteArray(draft.tbs()), true)
                    .lines()
                    .map(String::stripTrailing)
                    .filter(line -> !line.isEmpty())
                    .toList());
        } catch (java.io.IOException e) {
            throw new IllegalStateException("what was just encoded cannot be read", e);
        }
        return lines;
    }

    private static String label(CertificateProfile profile) {
        return profile.name() + " version " + profile.version();
    }

    private static boolean takesTheSame(CertificateProfile one, CertificateProfile other) {
        return kind(one.keyRules()).equals(kind(other.keyRules()));
    }

    /** The cheapest kind of key that is taken. */
    private static String kind(KeyRules rules) {
        if (!rules.curves().isEmpty()) {
            return rules.curves().contains("P-256") ? "P-256" : "P-384";
        }
        return rules.rsaAllowed() ? "RSA " + rules.rsaMinBits() : "Ed25519";
    }

    private byte[] key(KeyRules rules) {
        String kind = kind(rules);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    kind.startsWith("P-") ? "EC" : kind.startsWith("RSA") ? "RSA" : "Ed25519");
            switch (kind) {
                case "P-256" -> generator.initialize(new ECGenParameterSpec("secp256r1"), random);
                case "P-384" -> generator.initialize(new ECGenParameterSpec("secp384r1"), random);
                case "Ed25519" -> generator.initialize(255, random);
                default ->
                    generator.initialize(
                            new RSAKeyGenParameterSpec(rules.rsaMinBits(), RSAKeyGenParameterSpec.F4), random);
            }
            return generator.generateKeyPair().getPublic().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime makes no " + kind + " key", e);
        }
    }
}
