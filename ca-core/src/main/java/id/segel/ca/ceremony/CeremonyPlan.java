package id.segel.ca.ceremony;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.authority.KeyBackups;
import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.ca.issuance.CertificateText;
import id.segel.ca.issuance.DirectIssuance;
import id.segel.ca.issuance.SubjectNames;
import id.segel.ca.issuance.ValidityPeriod;
import id.segel.ca.profile.CertificateProfile;
import id.segel.hsm.KeySpec;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a ceremony would make, step by step, and everything that forbids it. Asks tokens and database and changes neither.
 * What an earlier step of the file would make counts as being there for the later ones. For one thread.
 */
final class CeremonyPlan {
    private final CeremonyTools tools;
    private final CeremonyDao dao;
    private final Authorities authorities;
    private final byte[] fileSha256;
    private final Instant now;
    private final StandInKeys standIns = new StandInKeys();
    private final Map<String, Authority> planned = new LinkedHashMap<>();
    private final Set<String> destroyed = new HashSet<>();
    private final Set<String> abandoned = new HashSet<>();
    private final Set<String> moved = new HashSet<>();
    private final Set<String> backedUp = new HashSet<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    CeremonyPlan(CeremonyTools tools, CeremonyDao dao, byte[] fileSha256) {
        this.tools = tools;
        this.dao = dao;
        this.authorities = new Authorities(tools.database());
        this.fileSha256 = fileSha256.clone();
        this.now = dao.databaseTime();
    }

    /** A line of what would be made. */
    void say(String line) {
        lines.add(line);
    }

    /** A sentence that forbids the whole ceremony. */
    void fault(String sentence) {
        faults.add(sentence);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    CeremonyTools tools() {
        return tools;
    }

    CeremonyDao dao() {
        return dao;
    }

    /** The database's time when planning began. */
    Instant now() {
        return now;
    }

    /** The token of this purpose; a fault and null where the node has none. */
    @Nullable
    Token token(TokenPurpose purpose) {
        Token token = tools.token(purpose);
        if (token == null) {
            String missing = "the ceremony needs the " + word(purpose)
                    + " token, which is not configured on this node; name it under tokens/" + word(purpose);
            if (!faults.contains(missing)) {
                fault(missing);
            }
        }
        return token;
    }

    static String word(TokenPurpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    /** An authority that is there or that an earlier step makes. */
    Optional<Authority> authority(String name) {
        Authority coming = planned.get(name);
        return coming != null ? Optional.of(coming) : authorities.byName(name);
    }

    /** The name of an authority that is there. */
    String nameOf(int id) {
        return authorities.get(id).name();
    }

    /** An earlier step moves what the authority issues to another. */
    void willMove(String name) {
        moved.add(name);
    }

    boolean moves(String name) {
        return moved.contains(name);
    }

    /** Whether an earlier step of this file makes the authority. */
    boolean makes(String name) {
        return planned.containsKey(name);
    }

    /** From now on the authority counts as being there. */
    void willHave(Authority authority) {
        planned.put(authority.name(), authority);
    }

    /** An authority that is there gets its certificate: from now on it counts as ACTIVE. */
    void willActivate(String name, byte[] certificate) {
        authority(name)
                .ifPresent(pending -> willHave(new Authority(
                        pending.id(),
                        pending.name(),
                        pending.subject(),
                        pending.issuerId(),
                        pending.keyLabel(),
                        pending.keyToken(),
                        pending.spki(),
                        pending.scheme(),
                        certificate,
                        Certificate.getInstance(certificate)
                                .getEndDate()
                                .getDate()
                                .toInstant(),
                        Authority.State.ACTIVE,
                        pending.crlShards())));
    }

    /** An authority that can sign; a fault that begins with {@code what} and null where it cannot. */
    @Nullable
    Authority signer(String what, String name) {
        Authority authority = authority(name).orElse(null);
        if (authority == null) {
            fault(what + " is issued by " + name
                    + ", which does not exist and which no earlier entry of the file makes");
            return null;
        }
        if (authority.state() != Authority.State.ACTIVE) {
            fault(what + " is issued by " + name + ", which is " + authority.state()
                    + "; only an ACTIVE authority issues");
            return null;
        }
        Token token = token(authority.keyToken());
        if (token != null && !makes(name) && !token.hasKey(authority.keyLabel())) {
            fault("the key " + authority.keyLabel() + " of authority " + name + " is not in token " + token.label()
                    + "; put in the token that holds it");
            return null;
        }
        return authority;
    }

    /** Says that a key pair would be made; faults where its label or CKA_ID is taken. The public key stands for it. */
    PublicKey keyPair(TokenPurpose purpose, CeremonyFile.Key key) {
        requireFree(purpose, key.label(), key.id());
        KeyPromise.keyPair(purpose, tools.token(purpose), key).forEach(this::say);
        return standIns.of(key.spec());
    }

    /** Says that a secret key would be made; a fault where its label is taken. */
    void secretKey(TokenPurpose purpose, String label, boolean wrapping) {
        requireFree(purpose, label, null);
        KeyPromise.secretKey(purpose, tools.token(purpose), label, wrapping).forEach(this::say);
    }

    private void requireFree(TokenPurpose purpose, String label, @Nullable String id) {
        Token token = token(purpose);
        if (token == null) {
            return;
        }
        if (token.holdsLabel(label) && !destroyed.contains(label)) {
            fault("key " + label + " in token " + token.label()
                    + " exists already; choose another label, a key is never overwritten");
        }
        if (id != null
                && !destroyed.contains(id.toLowerCase(Locale.ROOT))
                && token.holdsId(HexFormat.of().parseHex(id))) {
            fault("the CKA_ID " + id + " of key " + label + " is taken in token " + token.label()
                    + "; choose another, or leave it out");
        }
    }

    /** An earlier step destroys the key, so that its label and CKA_ID are free. */
    void willDestroy(String label, byte[] id) {
        destroyed.add(label);
        destroyed.add(HexFormat.of().formatHex(id));
    }

    /** An earlier step abandons the authority, so that its name is free. */
    void willAbandon(String name) {
        abandoned.add(name);
    }

    /** An earlier step verifies the backup of this authority's key, or declares that there is none. */
    void willHaveBackup(String authority) {
        backedUp.add(authority);
    }

    /** An authority certifies others only when its key exists twice or was declared not to. */
    private boolean isBackedUp(Authority issuer) {
        return backedUp.contains(issuer.name())
                || tools.backups()
                        .state(issuer.id())
                        .filter(state -> state != KeyBackups.State.MISSING)
                        .isPresent();
    }

    /** A fault where an authority of this name is there. */
    void requireNewName(String name) {
        if (!abandoned.contains(name)) {
            dao.authorityState(name)
                    .ifPresent(state -> fault("authority " + name + " exists already (" + state
                            + "); choose another name, none is given twice"));
        }
    }

    /** Whether a run of this same file made this secret key. */
    boolean secretKeyKept(TokenPurpose purpose, String label) {
        return dao.keys().secretKeyKept(fileSha256, purpose, label);
    }

    /** A key whose certificate an earlier, failed run of this same file issued and could not put in its place. */
    Optional<CeremonyKeys.Kept> kept(String label) {
        return dao.keys().kept(fileSha256, label);
    }

    /**
     * Says what certificate would be issued, with a fault where it would be refused.
     *
     * @param what begins the sentence of a fault
     * @param issuer who signs; PENDING with the same key for a self-signed one
     * @return its TBSCertificate, DER, with a serial number that will be another; null where it would be refused
     */
    byte @Nullable [] certificate(
            String what, CertificateProfile profile, Authority issuer, X500Name subject, byte[] spki) {
        boolean itself = issuer.state() == Authority.State.PENDING;
        if (!itself && !isBackedUp(issuer)) {
            fault(what + " cannot be issued: the key of authority " + issuer.name()
                    + " has no verified backup. Verify a restored copy of it first (verifyBackup), or declare under backups"
                    + " that it has none, with the reason");
            return null;
        }
        Instant end = ValidityPeriod.from(now, profile.validity()).notAfter();
        Instant issuerEnd = issuer.notAfter();
        if (!itself && issuerEnd != null && issuerEnd.isBefore(end)) {
            fault(what + " would be valid until " + end + ", longer than its issuer " + issuer.name() + " (until "
                    + issuerEnd
                    + "); give the issuer a new generation first, or choose a profile with a shorter validity");
            return null;
        }
        DirectIssuance.Preview preview = tools.issuance().preview(profile, issuer, subject, spki);
        byte[] tbs = preview.tbs();
        if (tbs == null) {
            fault(what + " would be refused: " + preview.refusal());
            return null;
        }
        say("  Certificate, profile " + profile.name() + " version " + profile.version() + ", SHA-256 of the profile "
                + HexFormat.of().formatHex(profile.hash()) + ":");
        CertificateText.of(tbs, true).forEach(line -> say("    " + line));
        return tbs;
    }

    /** An authority as it will be, with a certificate nobody signed, so that later steps can be planned under it. */
    Authority pretend(
            String name,
            X500Name subject,
            @Nullable Integer issuerId,
            String keyLabel,
            TokenPurpose keyToken,
            byte[] spki,
            SignatureScheme scheme,
            byte @Nullable [] tbs,
            CertificateProfile profile,
            int crlShards) {
        int id = -1 - planned.size();
        return new Authority(
                id,
                name,
                der(subject),
                issuerId == null ? id : issuerId,
                keyLabel,
                keyToken,
                spki,
                scheme,
                tbs == null ? null : unsigned(tbs, scheme),
                tbs == null
                        ? null
                        : ValidityPeriod.from(now, profile.validity()).notAfter(),
                tbs == null ? Authority.State.PENDING : Authority.State.ACTIVE,
                crlShards);
    }

    private static byte[] unsigned(byte[] tbs, SignatureScheme scheme) {
        try {
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(ASN1Primitive.fromByteArray(tbs));
            parts.add(SignatureAlgorithms.identifier(scheme));
            parts.add(new DERBitString(new byte[1]));
            return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a TBSCertificate just made cannot be read", e);
        }
    }

    /** The scheme asked for, or the usual one of the key; a fault where it does not fit. */
    SignatureScheme scheme(String what, @Nullable SignatureScheme asked, PublicKey key, KeySpec spec) {
        if (asked != null && !asked.fits(key)) {
            fault(what + " signs with " + asked + ", which does not fit a key of " + spec);
            return SignatureScheme.standardFor(key);
        }
        return asked == null ? SignatureScheme.standardFor(key) : asked;
    }

    /** A subject of the file as a distinguished name. */
    static X500Name name(List<Map<String, String>> parts) {
        return new X500Name(parts.stream()
                .flatMap(part -> part.entrySet().stream())
                .map(part -> SubjectNames.relative(part.getKey(), part.getValue()))
                .toArray(RDN[]::new));
    }

    static byte[] der(X500Name name) {
        try {
            return name.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a name cannot be encoded", e);
        }
    }
}
