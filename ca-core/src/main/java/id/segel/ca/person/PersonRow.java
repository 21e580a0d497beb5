package id.segel.ca.person;

import id.segel.ca.keyring.TokenNeed;
import id.segel.ca.refusal.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * A person as the row has them, values encrypted. Opened after the database has been left, because a data key may have to
 * be unwrapped first.
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares rows.
record PersonRow(
        long id,
        String subscriberNumber,
        String fullName,
        long agencyId,
        String agencyName,
        AgencyState agencyState,
        @Nullable String unit,
        @Nullable String position,
        String email,
        Language language,
        byte @Nullable [] nik,
        byte @Nullable [] nip,
        byte @Nullable [] phone,
        PersonState state,
        int version,
        Instant createdAt) {
    /** Stands for a number that is known and cannot be read now. */
    private static final String HIDDEN = "*".repeat(8);

    private static final String SELECT = """
            SELECT p.id, p.subscriber_number, p.full_name, p.agency_id, g.name AS agency_name, g.state AS agency_state,
                   p.unit, p.position, p.email, p.language, p.nik_encrypted, p.nip_encrypted, p.phone_encrypted,
                   p.state, p.version, p.created_at
              FROM person p
              JOIN agency g ON g.id = p.agency_id
            """;

    static Optional<PersonRow> byId(Handle handle, long id) {
        return one(handle.createQuery(SELECT + " WHERE p.id = :id").bind("id", id));
    }

    static Optional<PersonRow> byAccount(Handle handle, long accountId) {
        return one(handle.createQuery(SELECT + " JOIN account a ON a.person_id = p.id WHERE a.id = :id")
                .bind("id", accountId));
    }

    static Optional<PersonRow> bySubscriberNumber(Handle handle, String number) {
        return one(handle.createQuery(SELECT + " WHERE p.subscriber_number = :number")
                .bind("number", number));
    }

    private static Optional<PersonRow> one(Query query) {
        return query.map((row, context) -> read(row)).findOne();
    }

    private static PersonRow read(ResultSet row) throws SQLException {
        return new PersonRow(
                row.getLong("id"),
                row.getString("subscriber_number"),
                row.getString("full_name"),
                row.getLong("agency_id"),
                row.getString("agency_name"),
                AgencyState.valueOf(row.getString("agency_state")),
                row.getString("unit"),
                row.getString("position"),
                row.getString("email"),
                Language.ofCode(row.getString("language")),
                row.getBytes("nik_encrypted"),
                row.getBytes("nip_encrypted"),
                row.getBytes("phone_encrypted"),
                PersonState.valueOf(row.getString("state")),
                row.getInt("version"),
                row.getTimestamp("created_at").toInstant());
    }

    /** The person with NIK, NIP and telephone masked. */
    Person masked(PersonalDataCipher cipher) {
        String openNik = open(cipher, PersonalField.NIK);
        String openNip = open(cipher, PersonalField.NIP);
        String openPhone = open(cipher, PersonalField.PHONE);
        return person(
                openNik == null ? null : new Nik(openNik).masked(),
                openNip == null ? null : new Nip(openNip).masked(),
                openPhone == null ? null : new Phone(openPhone).masked());
    }

    /** The same; where the data key cannot be had, of the numbers only that they are known. */
    Person maskedAsFarAsReadable(PersonalDataCipher cipher) {
        try {
            return masked(cipher);
        } catch (RefusedException e) {
            return person(nik == null ? null : HIDDEN, nip == null ? null : HIDDEN, phone == null ? null : HIDDEN);
        }
    }

    private Person person(@Nullable String maskedNik, @Nullable String maskedNip, @Nullable String maskedPhone) {
        return new Person(
                id,
                subscriberNumber,
                fullName,
                agencyId,
                agencyName,
                agencyState,
                unit,
                position,
                email,
                language,
                maskedNik,
                maskedNip,
                maskedPhone,
                state,
                version,
                createdAt);
    }

    /** A value whole; null where none is known. */
    @Nullable
    String open(PersonalDataCipher cipher, PersonalField field) {
        byte[] encrypted = switch (field) {
            case NIK -> nik;
            case NIP -> nip;
            case PHONE -> phone;
        };
        return encrypted == null ? null : cipher.decrypt(field.column(), id, encrypted, TokenNeed.PERSONAL_DATA_SHOWN);
    }

    @Override
    public String toString() {
        return "PersonRow[" + subscriberNumber + "]";
    }
}
