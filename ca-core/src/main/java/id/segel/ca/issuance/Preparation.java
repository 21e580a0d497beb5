package id.segel.ca.issuance;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.lint.LintFinding;
import id.segel.ca.lint.LintIssuer;
import id.segel.ca.lint.Linter;
import id.segel.ca.lint.external.ExternalRule;
import id.segel.ca.profile.CertificateKind;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.Profiles;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.store.Sha256;
import id.segel.csr.KeyRules;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Steps 3 and 4: checks everything again outside any transaction, encodes the TBSCertificate once and lints those bytes.
 * Thread-safe.
 */
final class Preparation {
    private final Authorities authorities;
    private final Profiles profiles;
    private final CsrRecheck recheck;
    private final CertificateDrafts drafts;
    private final SerialNumbers serials;
    private final PkiLocations urls;
    private final Map<Integer, LintIssuer> lintIssuers = new ConcurrentHashMap<>();

    Preparation(
            Authorities authorities,
            Profiles profiles,
            CsrRecheck recheck,
            SerialNumbers serials,
            Linter linter,
            PkiLocations urls) {
        this.authorities = authorities;
        this.profiles = profiles;
        this.recheck = recheck;
        this.drafts = new CertificateDrafts(linter, urls);
        this.serials = serials;
        this.urls = urls;
    }

    PkiLocations locations() {
        return urls;
    }

    /** What came of preparing. */
    sealed interface Result {
        /** Ready to be stored. */
        record Ready(Intent intent) implements Result {}

        /**
         * Must not be issued.
         *
         * @param detail names the rules or the value, for the audit log and the office
         * @param rules ids of the lint rules that refused, each once; empty where none looked
         */
        record Refused(IssueFault fault, String detail, List<String> rules) implements Result {
            Refused(IssueFault fault, String detail) {
                this(fault, detail, List.of());
            }
        }
    }

    /** Prepares the certificate of an approved application. */
    Result prepare(Claimed application) {
        if (!application.approved().sameAs(application.present())) {
            return new Result.Refused(
                    IssueFault.EVIDENCE_CHANGED, "letter, CSR, key or profile differ from what was approved");
        }
        if (!"ACTIVE".equals(application.personState())
                || !"ACTIVE".equals(application.accountState())
                || !"ACTIVE".equals(application.agencyState())) {
            return new Result.Refused(
                    IssueFault.ACCOUNT_NOT_ACTIVE,
                    "person " + application.personState() + ", account " + application.accountState() + ", agency "
                            + application.agencyState());
        }
        CertificateProfile profile = profiles.byHash(application.profileHash());
        Result.Refused refused = recheck.recheck(application, profile);
        if (refused != null) {
            return refused;
        }
        X500Name subject;
        try {
            subject = SubjectNames.fromTemplate(profile, application.fields());
        } catch (IllegalArgumentException e) {
            return new Result.Refused(IssueFault.PROFILE_NOT_MET, String.valueOf(e.getMessage()));
        }
        String emailField = profile.rfc822NameField();
        return prepare(new Request(
                profile,
                authorities.recent(application.authorityId()),
                subject,
                emailField == null ? null : application.fields().get(emailField),
                application.spki(),
                application.databaseTime(),
                application.authorisationId(),
                application.leaseToken(),
                application));
    }

    /**
     * What a certificate is to be.
     *
     * @param now the database's time
     */
    record Request(
            CertificateProfile profile,
            Authority issuer,
            X500Name subject,
            @Nullable String email,
            byte[] spki,
            Instant now,
            long authorisationId,
            UUID leaseToken,
            @Nullable Claimed application) {}

    /** Prepares any certificate: of a subscriber, an authority, or the service. */
    Result prepare(Request request) {
        return prepare(request, this::lintIssuer);
    }

    /** Prepares a certificate only to see it; the issuer may be one that is not there yet, and is not remembered. */
    Result preview(Request request) {
        return prepare(request, issuer -> LintIssuer.of(issuer.requireCertificate(), issuer.scheme()));
    }

    private Result prepare(Request request, Function<Authority, LintIssuer> lintIssuer) {
        CertificateProfile profile = request.profile();
        Authority issuer = request.issuer();
        String keyFault = keyFault(profile, request.spki());
        if (keyFault != null) {
            return new Result.Refused(IssueFault.KEY_NOT_USABLE, keyFault);
        }
        ValidityPeriod validity = ValidityPeriod.from(request.now(), profile.validity());
        boolean selfSigned =
                issuer.state() == Authority.State.PENDING && java.util.Arrays.equals(issuer.spki(), request.spki());
        Instant issuerEnd = issuer.notAfter();
        if (!selfSigned
                && (!mayIssue(issuer, profile) || issuerEnd == null || issuerEnd.isBefore(validity.notAfter()))) {
            return new Result.Refused(
                    IssueFault.AUTHORITY_NOT_USABLE,
                    "authority " + issuer.name() + " is " + issuer.state() + " until " + issuerEnd);
        }
        byte[] serial = serials.next();
        CertificateDrafts.Draft draft;
        try {
            draft = drafts.draft(
                    request, serial, selfSigned ? LintIssuer.itself(issuer.scheme()) : lintIssuer.apply(issuer));
        } catch (IllegalArgumentException e) {
            return new Result.Refused(IssueFault.PROFILE_NOT_MET, String.valueOf(e.getMessage()));
        }
        List<LintFinding> findings = draft.findings();
        if (!findings.isEmpty()) {
            return new Result.Refused(
                    IssueFault.PROFILE_NOT_MET,
                    findings.stream().map(Preparation::named).distinct().collect(Collectors.joining(",")),
                    findings.stream().map(LintFinding::rule).distinct().toList());
        }
        return new Result.Ready(new Intent(
                issuer.id(),
                serial,
                profile.kind(),
                request.authorisationId(),
                draft.tbs(),
                Sha256.of(request.spki()),
                profile.hash(),
                draft.shard(),
                validity,
                validity.renewableFrom(profile.renewalWindow()),
                request.leaseToken(),
                request.application()));
    }

    /** The rule, and what an external linter calls its own; other messages can hold what the applicant gave. */
    private static String named(LintFinding finding) {
        return finding.rule().equals(ExternalRule.ID)
                ? finding.rule() + " (" + finding.message() + ")"
                : finding.rule();
    }

    /** A RETIRED authority issues nothing but its responders' certificates: what it issued still needs answers. */
    private static boolean mayIssue(Authority issuer, CertificateProfile profile) {
        return issuer.state() == Authority.State.ACTIVE
                || (issuer.state() == Authority.State.RETIRED && profile.kind() == CertificateKind.OCSP);
    }

    /** Parsed once for each authority: its certificate never changes. */
    private LintIssuer lintIssuer(Authority issuer) {
        return lintIssuers.computeIfAbsent(
                issuer.id(), id -> LintIssuer.of(issuer.requireCertificate(), issuer.scheme()));
    }

    /** The key policy once more, on the bytes that go into the certificate; null when it holds. */
    private static @Nullable String keyFault(CertificateProfile profile, byte[] spki) {
        KeyRules rules = profile.keyRules();
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(spki);
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            int bits;
            try {
                bits = RSAPublicKey.getInstance(key.parsePublicKey())
                        .getModulus()
                        .bitLength();
            } catch (IOException e) {
                return "RSA key cannot be read";
            }
            boolean allowed = rules.rsaAllowed() && bits >= rules.rsaMinBits() && bits <= rules.rsaMaxBits();
            return allowed ? null : "RSA " + bits;
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            Object curve = key.getAlgorithm().getParameters();
            boolean allowed = (SECObjectIdentifiers.secp256r1.equals(curve)
                            && rules.curves().contains("P-256"))
                    || (SECObjectIdentifiers.secp384r1.equals(curve)
                            && rules.curves().contains("P-384"));
            return allowed ? null : "EC " + curve;
        }
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return profile.ed25519Allowed() ? null : "Ed25519";
        }
        return "algorithm " + algorithm.getId();
    }
}
