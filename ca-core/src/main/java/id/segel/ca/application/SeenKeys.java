package id.segel.ca.application;

import id.segel.csr.KeyUse;
import id.segel.csr.KeyUseLookup;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Keys seen before (R5.6) and keys blocked (R4.1): the table {@code public_key}. */
final class SeenKeys {
    private final Registration registration;

    SeenKeys(Registration registration) {
        this.registration = registration;
    }

    /** What is known of keys, as seen from this application. */
    KeyUseLookup forApplication(Dossier dossier) {
        return forPerson(dossier.applicant().personId(), dossier.id());
    }

    /**
     * What is known of keys, as seen by a person.
     *
     * @param applicationId the application the key is for; one that no row has for none
     */
    KeyUseLookup forPerson(long personId, long applicationId) {
        return spkiSha256 -> registration.web().read(handle -> use(handle, personId, applicationId, spkiSha256));
    }

    /**
     * What is known of the key now. Asked again inside the transaction that takes the key, after {@link #take}: then nobody
     * else can take it any more.
     */
    static KeyUse use(Handle handle, long personId, long applicationId, byte[] spkiSha256) {
        return handle.createQuery("""
                        SELECT k.blocked_at IS NOT NULL AS blocked,
                               coalesce(k.person_id = :person, false) AS own,
                               EXISTS (SELECT FROM application o JOIN csr c ON c.application_id = o.id
                                        WHERE o.person_id = :person AND o.id <> :application
                                          AND c.spki_sha256 = k.spki_sha256) AS earlier,
                               EXISTS (SELECT FROM application o JOIN csr c ON c.application_id = o.id
                                        WHERE o.id = :application AND c.spki_sha256 = k.spki_sha256) AS here,
                               EXISTS (SELECT FROM certificate x
                                        WHERE x.spki_sha256 = k.spki_sha256
                                          AND x.application_id IS DISTINCT FROM :application) AS certified
                          FROM public_key k WHERE k.spki_sha256 = :key
                        """)
                .bind("person", personId)
                .bind("application", applicationId)
                .bind("key", spkiSha256)
                .map((row, context) -> {
                    if (row.getBoolean("blocked")) {
                        return KeyUse.BLOCKED;
                    }
                    if (!row.getBoolean("own")) {
                        return KeyUse.ANOTHER_PERSON;
                    }
                    if (row.getBoolean("earlier") || row.getBoolean("certified")) {
                        return KeyUse.OWN_EARLIER;
                    }
                    return row.getBoolean("here") ? KeyUse.SAME_APPLICATION : KeyUse.UNUSED;
                })
                .findOne()
                .orElse(KeyUse.UNUSED);
    }

    /** Notes the key as this person's unless somebody has it already. Waits for whoever is taking it at this moment. */
    static void take(Handle transaction, byte[] spkiSha256, long personId, Instant at) {
        transaction
                .createUpdate("""
                        INSERT INTO public_key (spki_sha256, person_id, first_seen_at) VALUES (:key, :person, :at)
                        ON CONFLICT (spki_sha256) DO NOTHING
                        """)
                .bind("key", spkiSha256)
                .bind("person", personId)
                .bind("at", at)
                .execute();
        transaction
                .createQuery("SELECT spki_sha256 FROM public_key WHERE spki_sha256 = :key FOR SHARE")
                .bind("key", spkiSha256)
                .mapTo(byte[].class)
                .one();
    }
}
