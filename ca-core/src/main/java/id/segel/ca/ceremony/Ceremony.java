package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.issuance.DirectIssuance;
import id.segel.ca.issuance.SubjectNames;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import id.segel.hsm.KeyInfo;
import id.segel.hsm.NewKey;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * Carries out a {@link CeremonyFile}: generates keys in the tokens, has their certificates issued on the one path,
 * activates authorities, offers products, and writes a transcript. Refuses what exists already, before anything is made.
 * Not thread-safe; one ceremony at a time.
 */
public final class Ceremony {
    private final CeremonyDao dao;
    private final Authorities authorities;
    private final DirectIssuance issuance;
    private final Map<TokenPurpose, Token> tokens;
    private final Consumer<String> transcript;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param database as the role issuer
     * @param tokens one open token for each purpose the file uses
     * @param transcript shown each line as it is written
     */
    public Ceremony(
            Database database,
            AuditLog audit,
            DirectIssuance issuance,
            Map<TokenPurpose, Token> tokens,
            Consumer<String> transcript) {
        this.dao = new CeremonyDao(database, audit);
        this.authorities = new Authorities(database);
        this.issuance = issuance;
        this.tokens = Map.copyOf(tokens);
        this.transcript = transcript;
    }

    /**
     * Carries the file out.
     *
     * @param text the exact text of the file
     * @return the transcript, also stored with the ceremony
     * @throws IllegalArgumentException when the file has faults
     * @throws IllegalStateException when something it would make exists already; nothing was made
     */
    public String run(String text) {
        CeremonyFile file = CeremonyFile.parse(text);
        refuseWhatExists(file);
        say("Ceremony: " + file.title());
        say("File SHA-256: " + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)));
        say("Operators: " + String.join(", ", file.operators()));
        say("Witnesses: " + (file.witnesses().isEmpty() ? "none" : String.join(", ", file.witnesses())));
        CeremonyDao.Begun begun = dao.begin(text);
        makeDataKeys(file);
        for (CeremonyFile.AuthorityEntry entry : file.authorities()) {
            makeAuthority(entry, begun.authorisationId());
        }
        for (CeremonyFile.ResponderEntry entry : file.responders()) {
            makeServiceKey(TokenPurpose.OCSP, entry.authority(), entry.key(), entry.subject(), entry.profile(), begun);
        }
        for (CeremonyFile.ServiceEntry entry : file.services()) {
            makeServiceKey(entry.token(), entry.authority(), entry.key(), entry.subject(), entry.profile(), begun);
        }
        for (CeremonyFile.ProductEntry entry : file.products()) {
            offer(entry);
        }
        say("Finished.");
        String written = String.join("\n", lines) + "\n";
        dao.finish(begun.ceremonyId(), written);
        return written;
    }

    private void refuseWhatExists(CeremonyFile file) {
        List<String> existing = new ArrayList<>();
        for (CeremonyFile.AuthorityEntry entry : file.authorities()) {
            if (dao.authorityExists(entry.name())) {
                existing.add("authority " + entry.name());
            }
            noteKey(existing, TokenPurpose.CA, entry.key().label());
        }
        file.responders()
                .forEach(entry ->
                        noteKey(existing, TokenPurpose.OCSP, entry.key().label()));
        file.services()
                .forEach(entry -> noteKey(existing, entry.token(), entry.key().label()));
        CeremonyFile.DataKeys dataKeys = file.dataKeys();
        if (dataKeys != null) {
            noteKey(existing, TokenPurpose.DATA, dataKeys.wrapping());
            noteKey(existing, TokenPurpose.DATA, dataKeys.blindIndex());
        }
        if (!existing.isEmpty()) {
            throw new IllegalStateException("the ceremony would make what exists already: "
                    + String.join(", ", existing) + ". Nothing was made; choose other names.");
        }
    }

    private void noteKey(List<String> existing, TokenPurpose purpose, String label) {
        if (token(purpose).hasKey(label)) {
            existing.add("key " + label + " in token " + token(purpose).label());
        }
    }

    private void makeDataKeys(CeremonyFile file) {
        CeremonyFile.DataKeys dataKeys = file.dataKeys();
        if (dataKeys == null) {
            return;
        }
        Token token = token(TokenPurpose.DATA);
        token.generateWrappingKey(dataKeys.wrapping());
        keyMade(token, dataKeys.wrapping(), "AES_256");
        token.generateMacKey(dataKeys.blindIndex());
        keyMade(token, dataKeys.blindIndex(), "HMAC_SHA256");
    }

    private void makeAuthority(CeremonyFile.AuthorityEntry entry, long authorisationId) {
        Token token = token(TokenPurpose.CA);
        CertificateProfile profile = storedProfile(entry.profile());
        NewKey key = token.generateKeyPair(entry.key().label(), entry.key().spec());
        byte[] spki = key.publicKey().getEncoded();
        SignatureScheme scheme = entry.scheme() == null ? SignatureScheme.standardFor(key.publicKey()) : entry.scheme();
        X500Name subject = name(entry.subject());
        Integer issuerId =
                entry.issuer() == null ? null : authority(entry.issuer()).id();
        int id = dao.insertAuthority(
                entry.name(),
                der(subject),
                issuerId,
                entry.key().label(),
                spki,
                scheme,
                Objects.requireNonNullElse(entry.crlShards(), 1));
        Authority itself = authorities.get(id);
        byte[] certificate = issuerId == null
                ? issuance.issue(
                        profile, itself, subject, spki, authorisationId, new AuthorityKey(key.signer(), scheme, spki))
                : issuance.issue(profile, authorities.get(issuerId), subject, spki, authorisationId, null);
        token.storeCertificate(entry.key().label(), certificate);
        dao.activateAuthority(id, entry.name(), certificate, end(certificate));
        keyMade(token, entry.key().label(), entry.key().spec().name());
        say("Authority " + entry.name() + ": " + subject + ", certificate SHA-256 " + Sha256.hex(certificate));
    }

    private void makeServiceKey(
            TokenPurpose purpose,
            String authorityName,
            CeremonyFile.Key wanted,
            List<Map<String, String>> subjectParts,
            String profileName,
            CeremonyDao.Begun begun) {
        Token token = token(purpose);
        CertificateProfile profile = storedProfile(profileName);
        NewKey key = token.generateKeyPair(wanted.label(), wanted.spec());
        X500Name subject = name(subjectParts);
        byte[] certificate = issuance.issue(
                profile,
                authority(authorityName),
                subject,
                key.publicKey().getEncoded(),
                begun.authorisationId(),
                null);
        token.storeCertificate(wanted.label(), certificate);
        dao.storePolicy(
                begun.ceremonyId(),
                new StandingPolicies.Definition(
                        purpose,
                        wanted.label(),
                        authorityName,
                        HexFormat.of().formatHex(profile.hash()),
                        Base64.getEncoder().encodeToString(der(subject))));
        keyMade(token, wanted.label(), wanted.spec().name());
        say(profile.kind() + " key " + wanted.label() + ": " + subject + ", certificate SHA-256 "
                + Sha256.hex(certificate));
    }

    private void offer(CeremonyFile.ProductEntry entry) {
        CertificateProfile profile = storedProfile(entry.profile());
        dao.insertProduct(entry, profile.hash(), authority(entry.authority()).id());
        say("Product " + entry.code() + ": profile " + profile.name() + " version " + profile.version() + ", SHA-256 "
                + HexFormat.of().formatHex(profile.hash()));
    }

    private CertificateProfile storedProfile(String name) {
        CertificateProfile profile = CertificateProfile.bundled(name);
        dao.storeProfile(profile);
        return profile;
    }

    private void keyMade(Token token, String label, String spec) {
        dao.keyGenerated(token.label(), label, spec);
        KeyInfo info = token.keys().stream()
                .filter(key -> key.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the key " + label + " was made but is not in token " + token.label()));
        say("Key " + label + " (" + spec + ") in token " + token.label() + ": "
                + (info.sensitive() && info.alwaysSensitive() ? "sensitive, always sensitive" : "NOT SENSITIVE")
                + (info.neverExtractable() && !info.extractable() ? ", never extractable" : ", EXTRACTABLE")
                + (info.local() ? ", local" : ", NOT LOCAL")
                + ", usage " + new java.util.TreeSet<>(info.usages()));
    }

    private Token token(TokenPurpose purpose) {
        Token token = tokens.get(purpose);
        if (token == null) {
            throw new IllegalStateException(
                    "the ceremony needs the " + purpose + " token, which is not configured on this node");
        }
        return token;
    }

    private Authority authority(String name) {
        return authorities.byName(name).orElseThrow(() -> new IllegalStateException("there is no authority " + name));
    }

    private static X500Name name(List<Map<String, String>> parts) {
        return new X500Name(parts.stream()
                .flatMap(part -> part.entrySet().stream())
                .map(part -> SubjectNames.relative(part.getKey(), part.getValue()))
                .toArray(RDN[]::new));
    }

    private static java.time.Instant end(byte[] certificate) {
        return Certificate.getInstance(certificate).getEndDate().getDate().toInstant();
    }

    private static byte[] der(X500Name name) {
        try {
            return name.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a name cannot be encoded", e);
        }
    }

    private void say(String line) {
        lines.add(line);
        transcript.accept(line);
    }
}
