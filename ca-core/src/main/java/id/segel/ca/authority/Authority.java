package id.segel.ca.authority;

import id.segel.hsm.SignatureScheme;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A generation of a CA key as the database has it.
 *
 * @param id primary key
 * @param name {ca} in URLs, never used again
 * @param subject distinguished name, DER
 * @param issuerId the authority that issued its certificate; its own id for a root
 * @param keyLabel CKA_LABEL of its key in the ca token
 * @param spki SubjectPublicKeyInfo, DER
 * @param scheme how it signs
 * @param certificate DER, absent until its ceremony recorded it
 * @param notAfter end of its certificate
 * @param state PENDING, ACTIVE, RETIRED or COMPROMISED
 * @param crlShards number of CRL shards
 */
public record Authority(
        int id,
        String name,
        byte[] subject,
        int issuerId,
        String keyLabel,
        byte[] spki,
        SignatureScheme scheme,
        byte @Nullable [] certificate,
        @Nullable Instant notAfter,
        State state,
        int crlShards) {
    /** Life of a CA key generation. A RETIRED one still signs CRLs. */
    public enum State {
        PENDING,
        ACTIVE,
        RETIRED,
        COMPROMISED
    }

    public boolean isRoot() {
        return issuerId == id;
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
