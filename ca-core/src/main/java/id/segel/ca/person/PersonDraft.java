package id.segel.ca.person;

import org.jspecify.annotations.Nullable;

/**
 * A person to be registered, as it was sent; {@link People#create} checks it and names every fault at once.
 *
 * @param fullName 1 to 64 characters, as it will stand in the certificate's CN
 * @param unit at most 64 characters; becomes OU
 * @param position at most 64 characters; becomes title
 * @param email official address, ASCII; becomes the certificate's rfc822Name
 * @param nik 16 digits; blanks, dots and hyphens between them are ignored
 * @param nip 18 digits likewise
 * @param phone an Indonesian number as 08…, 62… or +62…, or any other as +…
 */
public record PersonDraft(
        String fullName,
        long agencyId,
        @Nullable String unit,
        @Nullable String position,
        String email,
        Language language,
        @Nullable String nik,
        @Nullable String nip,
        @Nullable String phone) {
    /** Without personal data: a draft may end up in a log. */
    @Override
    public String toString() {
        return "PersonDraft[agencyId=" + agencyId + "]";
    }
}
