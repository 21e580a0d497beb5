package id.segel.ca.issuance;

import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.store.Database;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of authorities and of the service itself: the same path as a subscriber's (prepare, lint, intent, sign,
 * verify, record), one at a time, waiting for the end. Used by ceremonies and standing policies. Thread-safe.
 */
public final class DirectIssuance {
    private final Database database;
    private final IssuanceParts parts;

    DirectIssuance(Database database, IssuanceParts parts) {
        this.database = database;
        this.parts = parts;
    }

    /**
     * Issues one certificate.
     *
     * @param profile stored already
     * @param issuer the authority that signs; its own PENDING row for a self-signed certificate
     * @param spki the subject's SubjectPublicKeyInfo, DER
     * @param authorisationId an authorisation of the kind the profile's kind asks for
     * @param key the key to sign with, or null for the issuer's key in the token
     * @return the certificate, DER
     * @throws IllegalStateException saying why there is none; what was begun is decided (abandoned or orphaned)
     */
    public byte[] issue(
            CertificateProfile profile,
            Authority issuer,
            X500Name subject,
            byte[] spki,
            long authorisationId,
            @Nullable AuthorityKey key) {
        Preparation.Request request = new Preparation.Request(
                profile, issuer, subject, null, spki, databaseTime(), authorisationId, UUID.randomUUID(), null);
        Preparation.Result prepared =
                parts.metrics().time("prepare", () -> parts.preparation().prepare(request));
        if (prepared instanceof Preparation.Result.Refused refused) {
            refused.rules().forEach(parts.metrics()::lintFinding);
            throw new IllegalStateException("the certificate of " + subject + " is refused: " + refused.fault() + " ("
                    + refused.detail() + ")");
        }
        Intent intent = ((Preparation.Result.Ready) prepared).intent();
        List<IntentStore.Stored> stored =
                parts.metrics().time("intent", () -> parts.intents().store(List.of(intent)));
        if (stored.isEmpty()) {
            throw refusedByTheDatabase(subject, issuer, parts.intents().explainDirectRefusal(intent));
        }
        Signing.Result result = parts.metrics()
                .time(
                        "sign",
                        () -> key == null
                                ? parts.signing().sign(stored.get(0))
                                : parts.signing().sign(stored.get(0), key));
        if (result instanceof Signing.Result.Done done) {
            parts.metrics().time("record", () -> parts.recorder().record(List.of(done.signed())));
            parts.metrics().ended("issued");
            return done.signed().certificate();
        }
        if (result instanceof Signing.Result.NotStarted notStarted) {
            parts.outcomes().abandon(intent, IssueFault.TOKEN_AWAY);
            throw new IllegalStateException(
                    "the certificate of " + subject + " was not signed: "
                            + notStarted.cause().getMessage(),
                    notStarted.cause());
        }
        Signing.Result.Unknown unknown = (Signing.Result.Unknown) result;
        parts.outcomes().orphan(intent, IssueFault.OUTCOME_UNKNOWN);
        throw new IllegalStateException(
                "whether the certificate of " + subject + " was signed is unknown; serial " + intent.serialHex()
                        + " is revoked: " + unknown.cause().getMessage(),
                unknown.cause());
    }

    /**
     * A certificate as it would be, with another serial number.
     *
     * @param tbs the TBSCertificate, DER, null if it would be refused
     * @param refusal why, null if it would not be
     */
    public record Preview(byte @Nullable [] tbs, @Nullable String refusal) {}

    /**
     * Prepares and lints a certificate, and stores and signs nothing.
     *
     * @param issuer the authority that would sign, also one that is not there yet
     * @param spki the subject's SubjectPublicKeyInfo, or one that stands for it, DER
     */
    public Preview preview(CertificateProfile profile, Authority issuer, X500Name subject, byte[] spki) {
        Preparation.Result prepared = parts.preparation()
                .preview(new Preparation.Request(
                        profile, issuer, subject, null, spki, databaseTime(), 0, UUID.randomUUID(), null));
        return prepared instanceof Preparation.Result.Ready ready
                ? new Preview(ready.intent().tbs(), null)
                : refused((Preparation.Result.Refused) prepared);
    }

    private static Preview refused(Preparation.Result.Refused refused) {
        return new Preview(null, refused.fault() + " (" + refused.detail() + ")");
    }

    /**
     * Decides the intents that a ceremony cut off left undecided: whether they were signed is not known, so each becomes an
     * orphan, revoked. Only for a ceremony that is certainly not under way.
     *
     * @return how many there were
     */
    public int orphanIntentsOf(long ceremonyId) {
        return parts.outcomes().orphanIntentsOf(ceremonyId);
    }

    private static IllegalStateException refusedByTheDatabase(X500Name subject, Authority issuer, IssueFault fault) {
        return new IllegalStateException(
                fault == IssueFault.AUTHORITY_NOT_BACKED_UP
                        ? "the certificate of " + subject + " is refused: the key of authority " + issuer.name()
                                + " has no verified backup. Restore a copy and verify it by a ceremony (verifyBackup), or"
                                + " declare backup: none with the reason"
                        : "the intent for " + subject + " was refused by the database; is authority " + issuer.name()
                                + " still active?");
    }

    /** The addresses that certificates carry, also those of the CRLs. */
    public PkiLocations locations() {
        return parts.preparation().locations();
    }

    private java.time.Instant databaseTime() {
        return database.read(handle -> handle.createQuery("SELECT clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one())
                .toInstant();
    }
}
