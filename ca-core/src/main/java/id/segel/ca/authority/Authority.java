package id.segel.ca.authority;

import id.segel.hsm.SignatureScheme;
import id.segel.hsm.TokenPurpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A generation of a CA key as the database has it.
 *
 * @param id primary key
 * @param name {ca} in URLs, never used again
 * @param subject distinguished name, DER
 * @param issuerId the authority that issued its certificate; its own id for a root, {@link #OUTSIDE} where the issuer is
 *     no authority of this service
 * @param keyLabel CKA_LABEL of its key
 * @param keyToken the token its key lives in: CA, or ROOT for one that only ceremonies reach
 * @param spki SubjectPublicKeyInfo, DER
 * @param scheme how it signs
 * @param certificate DER, absent until its ceremony recorded it
 * @param notAfter end of its certificate
 * @param state PENDING, ACTIVE, RETIRED, COMPROMISED or ABANDONED
 * @param crlShards number of CRL shards
 */
public record Authority(
        int id,
        String name,
        byte[] subject,
        int issuerId,
        String keyLabel,
        TokenPurpose keyToken,
        byte[] spki,
        SignatureScheme scheme,
        byte @Nullable [] certificate,
        @Nullable Instant notAfter,
        State state,
        int crlShards) {
    /** The issuer of an authority that an external one certified. */
    public static final int OUTSIDE = 0;

    /**
     * Life of a CA key generation. A RETIRED one still signs CRLs. An ABANDONED one never had a certificate: its ceremony
     * failed and its key is destroyed.
     */
    public enum State {
        PENDING,
        ACTIVE,
        RETIRED,
        COMPROMISED,
        ABANDONED
    }

    public boolean isRoot() {
        return issuerId == id;
    }

    /** Whether its issuer is no authority of this service. */
    public boolean isIssuedOutside() {
        return issuerId == OUTSIDE;
    }

    /**
     * The certificate.
     *
     * @throws IllegalStateException while it is PENDING
     */
    public byte[] requireCertificate() {
        byte[] der = certificate;
        if (der == null) {
            throw new IllegalStateException("authority " + name + " has no certificate yet; finish its ceremony");
        }
        return der.clone();
    }
}
