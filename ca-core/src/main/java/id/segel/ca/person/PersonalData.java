package id.segel.ca.person;

import org.jspecify.annotations.Nullable;

/**
 * Values shown whole, for the one answer they were asked for. Null where not asked for or not known.
 *
 * @param nik 16 digits
 * @param nip 18 digits
 * @param phone in the form +6281…
 */
public record PersonalData(
        @Nullable String nik,
        @Nullable String nip,
        @Nullable String phone) {
    @Override
    public String toString() {
        return "PersonalData[REDACTED]";
    }
}
