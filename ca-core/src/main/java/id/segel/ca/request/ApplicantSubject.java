package id.segel.ca.request;

import id.segel.csr.ExpectedSubject;
import org.jspecify.annotations.Nullable;

/** The subject that a request of an applicant must have, field by field, where it has that field at all. */
public final class ApplicantSubject {
    /** Every applicant belongs to an agency of this country (CP 3.1: C=ID). */
    private static final String COUNTRY = "ID";

    private ApplicantSubject() {}

    /** From the account's data. */
    public static ExpectedSubject of(
            String subscriberNumber,
            String fullName,
            String agency,
            @Nullable String unit,
            @Nullable String position,
            String email) {
        return new ExpectedSubject(fullName, agency, COUNTRY, email, subscriberNumber, unit, position);
    }
}
