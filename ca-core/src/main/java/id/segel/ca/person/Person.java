package id.segel.ca.person;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person as anybody entitled to the file may see them: NIK, NIP and telephone masked.
 *
 * @param subscriberNumber opaque and random, [A-Z2-7]{12}; stands in certificates, enrolment files and audit events
 * @param unit OU of the certificate
 * @param position title of the certificate
 * @param maskedNik such as {@code 3174********0001}; null where none is known
 * @param maskedNip the last three digits; the others tell date of birth and sex
 * @param maskedPhone country code and the last three digits
 * @param version counts its changes; suspending and releasing carry the version seen
 */
public record Person(
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
        @Nullable String maskedNik,
        @Nullable String maskedNip,
        @Nullable String maskedPhone,
        PersonState state,
        int version,
        Instant createdAt) {}
