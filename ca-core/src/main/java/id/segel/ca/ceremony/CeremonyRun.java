package id.segel.ca.ceremony;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.issuance.CertificateText;
import id.segel.ca.issuance.Fingerprint;
import id.segel.hsm.NewKey;
import id.segel.hsm.ObjectAttributes;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ceremony under way: what steps make things with. Knows which keys it made whose certificates are not there yet, so that
 * these, and only these, can be destroyed. For one thread.
 */
final class CeremonyRun {
    private final CeremonyTools tools;
    private final CeremonyDao dao;
    private final CeremonyDao.Begun begun;
    private final Transcript transcript;
    private final Authorities authorities;
    private final List<OpenKey> open = new ArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private @Nullable Signer signer;

    CeremonyRun(CeremonyTools tools, CeremonyDao dao, CeremonyDao.Begun begun, Transcript transcript) {
        this.tools = tools;
        this.dao = dao;
        this.begun = begun;
        this.transcript = transcript;
        this.authorities = new Authorities(tools.database());
    }

    /** A key of this run that is not at its end. */
    record OpenKey(TokenPurpose purpose, String label, byte[] id) {}

    /**
     * Who signs the transcript.
     *
     * @param certifies whether it is the key of an authority, which goes before others
     */
    record Signer(boolean certifies, SigningKey key, byte[] spki) {}

    CeremonyTools tools() {
        return tools;
    }

    CeremonyDao dao() {
        return dao;
    }

    CeremonyDao.Begun begun() {
        return begun;
    }

    /** A line of the transcript. */
    void say(String line) {
        transcript.say(line);
    }

    Token token(TokenPurpose purpose) {
        Token token = tools.token(purpose);
        if (token == null) {
            throw new IllegalStateException("the " + CeremonyPlan.word(purpose) + " token is gone");
        }
        return token;
    }

    Authority authority(String name) {
        return authorities.byName(name).orElseThrow(() -> new IllegalStateException("there is no authority " + name));
    }

    Authority authority(int id) {
        return authorities.get(id);
    }

    /** The key of an authority, in whatever token it lives. */
    AuthorityKey keyOf(Authority authority) {
        return new AuthorityKey(
                token(authority.keyToken()).signingKey(authority.keyLabel()), authority.scheme(), authority.spki());
    }

    /** Makes a key pair; it is destroyed if the run fails before {@link #closed}. */
    NewKey makeKeyPair(TokenPurpose purpose, CeremonyFile.Key wanted) {
        Token token = token(purpose);
        String fixed = wanted.id();
        byte[] id = fixed == null ? token.freeId() : HexFormat.of().parseHex(fixed);
        dao.keys()
                .intended(
                        begun,
                        purpose,
                        token.label(),
                        wanted.label(),
                        id,
                        wanted.spec().name());
        open.add(new OpenKey(purpose, wanted.label(), id));
        NewKey key = token.generateKeyPair(wanted.label(), wanted.spec(), id);
        CeremonyFailpoint.AFTER_KEY.pass();
        dao.keys()
                .made(
                        begun,
                        token.label(),
                        wanted.label(),
                        id,
                        wanted.spec().name(),
                        key.publicKey().getEncoded());
        describe(token, wanted.label(), wanted.spec().name(), id);
        say("  SHA-256 of the public key: " + Fingerprint.of(key.publicKey().getEncoded()));
        return key;
    }

    /** Makes the wrapping key (AES-256) or the MAC key (HMAC-SHA256) of the data token. It needs no certificate. */
    void makeSecretKey(TokenPurpose purpose, String label, boolean wrapping) {
        Token token = token(purpose);
        String spec = wrapping ? "AES_256" : "HMAC_SHA256";
        byte[] id = token.freeId();
        dao.keys().intended(begun, purpose, token.label(), label, id, spec);
        open.add(new OpenKey(purpose, label, id));
        if (wrapping) {
            token.generateWrappingKey(label, id);
        } else {
            token.generateMacKey(label, id);
        }
        CeremonyFailpoint.AFTER_KEY.pass();
        dao.keys().made(begun, token.label(), label, id, spec, null);
        closed(id);
        describe(token, label, spec, id);
    }

    /** Whether a run of this same file made this secret key. */
    boolean secretKeyKept(TokenPurpose purpose, String label) {
        return dao.keys().secretKeyKept(begun.fileSha256(), purpose, label);
    }

    private void describe(Token token, String label, String spec, byte[] id) {
        say("Key " + label + " (" + spec + ") in token " + token.label() + ", read back:");
        for (ObjectAttributes object : token.attributes(id)) {
            say("  " + object.object() + ":");
            object.values().forEach((name, value) -> say("    " + name + "=" + value));
        }
    }

    /** The key has all it needs: from now on a failure of this run does not destroy it. */
    void closed(byte[] id) {
        open.removeIf(key -> MessageDigest.isEqual(key.id(), id));
    }

    List<OpenKey> open() {
        return List.copyOf(open);
    }

    /**
     * Puts a certificate beside its key and reads it back.
     *
     * @throws IllegalStateException if the token gives back another one
     */
    SigningKey storeCertificate(TokenPurpose purpose, String label, byte[] certificate) {
        Token token = token(purpose);
        token.storeCertificate(label, certificate);
        SigningKey key = token.signingKey(label);
        if (!MessageDigest.isEqual(key.certificate(), certificate)) {
            throw new IllegalStateException(
                    "token " + token.label() + " does not give back the certificate that was put beside key " + label
                            + "; look at it with `segel doctor`");
        }
        say("  Certificate read back from token " + token.label() + ": the same bytes");
        return key;
    }

    /** A key whose certificate an earlier, failed run of this same file issued and could not put in its place. */
    Optional<CeremonyKeys.Kept> kept(String label) {
        return dao.keys().kept(begun.fileSha256(), label);
    }

    /** Says what a certificate is, and keeps it for the folder. */
    void certificate(String fileName, byte[] der) {
        CertificateText.ofCertificate(der).forEach(line -> say("  " + line));
        say("  SHA-256 of the certificate: " + Fingerprint.of(der));
        file(fileName + ".pem", Pem.bytes("CERTIFICATE", der));
    }

    /** A file that comes out of the ceremony; written when it is over. */
    void file(String name, byte[] content) {
        files.put(name, content);
    }

    Map<String, byte[]> files() {
        return files;
    }

    /** Offers a key of this run for the transcript's signature; the first of an authority is taken, else the first. */
    void signsTranscript(boolean certifies, SigningKey key, byte[] spki) {
        Signer now = signer;
        if (now == null || (certifies && !now.certifies())) {
            signer = new Signer(certifies, key, spki);
        }
    }

    @Nullable
    Signer signer() {
        return signer;
    }

    /**
     * Destroys the keys of this run whose certificates did not come into being, and abandons their authorities.
     *
     * @return whether all of that was possible; what was not is named by the next ceremony
     */
    boolean undo() {
        boolean clean = true;
        try {
            int orphans = tools.issuance().orphanIntentsOf(begun.ceremonyId());
            if (orphans > 0) {
                say("Certificates whose signing did not come to its end, now revoked: " + orphans);
            }
            for (OpenKey key : open()) {
                clean &= undo(key);
            }
            dao.keys()
                    .abandonAuthorities(begun.ceremonyId())
                    .forEach(name -> say("Authority " + name + " was abandoned"));
        } catch (RuntimeException e) {
            clean = false;
            say("CLEANING UP FAILED: " + e.getMessage());
        }
        return clean;
    }

    private boolean undo(OpenKey key) {
        String id = HexFormat.of().formatHex(key.id());
        try {
            if (dao.keys().certificateIssued(begun.ceremonyId(), key.id())) {
                say("Key " + key.label()
                        + " is kept: its certificate exists. Run the file again to put it in its place.");
                return true;
            }
            int objects = token(key.purpose()).destroyUncertified(key.id());
            dao.keys().destroyed(begun.ceremonyId(), key.id(), key.label());
            say("Key " + key.label() + " (CKA_ID " + id + ") "
                    + (objects == 0 ? "was not made" : "was destroyed: its certificate did not come into being"));
            return true;
        } catch (RuntimeException e) {
            say("Key " + key.label() + " (CKA_ID " + id + ") COULD NOT BE DESTROYED: " + e.getMessage());
            return false;
        }
    }

    /** The scheme a key signs transcripts with: PKCS#1 v1.5 with SHA-256, or ECDSA with the curve's own hash. */
    static SignatureScheme transcriptScheme(SigningKey key) {
        return SignatureScheme.standardFor(key.publicKey());
    }
}
