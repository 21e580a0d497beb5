package id.segel.csr;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the account says about the person. The common name and the country must be in the request; the other fields
 * are compared only where both sides have them. Names are compared after normalisation (Unicode NFC, case, spaces,
 * academic titles).
 *
 * @param commonName the person's full name
 * @param organization the agency's name
 * @param country two letters, {@code ID}
 * @param email the official address
 * @param serialNumber the opaque subscriber number, never NIK or NIP
 * @param organizationalUnit the unit within the agency
 * @param title the position
 */
public record ExpectedSubject(
        String commonName,
        @Nullable String organization,
        String country,
        @Nullable String email,
        @Nullable String serialNumber,
        @Nullable String organizationalUnit,
        @Nullable String title) {

    public ExpectedSubject {
        requireNonNull(commonName, "commonName");
        requireNonNull(country, "country");
    }

    /** Where unit and position are not known; they are then not compared. */
    public ExpectedSubject(
            String commonName,
            @Nullable String organization,
            String country,
            @Nullable String email,
            @Nullable String serialNumber) {
        this(commonName, organization, country, email, serialNumber, null, null);
    }
}
