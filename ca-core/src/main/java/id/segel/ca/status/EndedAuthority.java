package id.segel.ca.status;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * An authority whose own certificate was revoked just now.
 *
 * @param state what it is from now on: COMPROMISED where its key is, RETIRED otherwise; neither issues, both sign CRLs
 */
record EndedAuthority(int id, String name, String state) {
    /**
     * Ends the authority that works with this certificate, in the transaction that revokes it. A cross-certificate ends
     * nobody: its authority's own certificate is another one.
     *
     * @return nothing where no authority works with it or the authority had ended already
     */
    static Optional<EndedAuthority> of(Handle transaction, StatusRow certificate, RevocationReason reason) {
        return transaction
                .createQuery("""
                        UPDATE authority a SET state = :to
                          FROM certificate c
                         WHERE c.issuer_id = :issuer AND c.serial = :serial AND a.certificate = c.der
                           AND (a.state = 'ACTIVE' OR (a.state = 'RETIRED' AND :to = 'COMPROMISED'))
                        RETURNING a.id, a.name, a.state
                        """)
                .bind("to", stateAfter(reason))
                .bind("issuer", certificate.issuerId())
                .bind("serial", certificate.serial())
                .map((row, context) ->
                        new EndedAuthority(row.getInt("id"), row.getString("name"), row.getString("state")))
                .findOne();
    }

    /** Ends an authority whose certificate is not one of ours. */
    static Optional<EndedAuthority> outside(Handle transaction, int authorityId, RevocationReason reason) {
        return transaction
                .createQuery("""
                        UPDATE authority SET state = :to
                         WHERE id = :id AND (state = 'ACTIVE' OR (state = 'RETIRED' AND :to = 'COMPROMISED'))
                        RETURNING id, name, state
                        """)
                .bind("to", stateAfter(reason))
                .bind("id", authorityId)
                .map((row, context) ->
                        new EndedAuthority(row.getInt("id"), row.getString("name"), row.getString("state")))
                .findOne();
    }

    private static String stateAfter(RevocationReason reason) {
        return reason == RevocationReason.KEY_COMPROMISE || reason == RevocationReason.CA_COMPROMISE
                ? "COMPROMISED"
                : "RETIRED";
    }

    /** What it had stored to be signed, locked, in order. */
    static List<StatusRow> intents(Handle transaction, int authorityId) {
        return transaction
                .createQuery("""
                        SELECT issuer_id, serial, state, kind, spki_sha256, person_id, application_id, revoked_at,
                               revocation_reason, held_by
                          FROM certificate
                         WHERE issuer_id = :authority AND state = 'INTENT'
                         ORDER BY serial
                           FOR NO KEY UPDATE
                        """)
                .bind("authority", authorityId)
                .map(CertificateStatusDao::row)
                .list();
    }

    RevocationReason reasonOfItsIntents() {
        return "COMPROMISED".equals(state) ? RevocationReason.CA_COMPROMISE : RevocationReason.UNSPECIFIED;
    }
}
