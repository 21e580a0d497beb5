package id.segel.ca.application;

import org.jspecify.annotations.Nullable;

/**
 * What the office sees of the applicant's account, beside letter and CSR.
 *
 * @param subscriberNumber opaque number, as in the certificate
 * @param fullName as it will stand in the certificate
 * @param agency as it will stand in the certificate
 * @param agencyState ACTIVE or SUSPENDED
 * @param unit work unit
 * @param position in the agency
 * @param email official address
 * @param personState ACTIVE, SUSPENDED or RETIRED
 * @param numbers NIK, NIP and telephone, masked
 */
public record ApplicantData(
        String subscriberNumber,
        String fullName,
        String agency,
        String agencyState,
        @Nullable String unit,
        @Nullable String position,
        String email,
        String personState,
        MaskedNumbers numbers) {

    /**
     * NIK, NIP and telephone as an officer sees them; null where there is none.
     *
     * @param nik such as {@code 3174********0001}
     * @param nip the last three digits
     * @param phone country code and the last three digits
     */
    public record MaskedNumbers(
            @Nullable String nik,
            @Nullable String nip,
            @Nullable String phone) {}
}
