package id.segel.api.server;

import id.segel.ca.application.KeyCompromiseListener;
import id.segel.ca.audit.Actor;
import id.segel.ca.status.Party;
import id.segel.ca.status.RevocationReason;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.status.StatusRequest;
import id.segel.ca.store.Database;

/** Revokes the certificates of a private key that somebody uploaded (R4.1); revoking one revokes all with its key. */
final class CompromisedKeys implements KeyCompromiseListener {
    private final Database database;
    private final StatusChanges status;

    private record Certificate(int issuerId, byte[] serial) {}

    CompromisedKeys(Database database, StatusChanges status) {
        this.database = database;
        this.status = status;
    }

    @Override
    public void compromised(byte[] spkiSha256) {
        database.read(handle -> handle.createQuery("""
                        SELECT issuer_id, serial FROM certificate
                         WHERE spki_sha256 = :key AND state IN ('ISSUED', 'HELD')
                         ORDER BY issuer_id, serial
                         LIMIT 1
                        """)
                        .bind("key", spkiSha256)
                        .map((row, context) -> new Certificate(row.getInt("issuer_id"), row.getBytes("serial")))
                        .findOne())
                .ifPresent(certificate -> status.revoke(
                        new StatusRequest(
                                Actor.system("compromised-keys"),
                                Party.MANAGEMENT,
                                certificate.issuerId(),
                                certificate.serial(),
                                null),
                        RevocationReason.KEY_COMPROMISE));
    }
}
