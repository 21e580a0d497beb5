package id.segel.ca.person;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A draft in which nothing is wrong, in the form it is stored. */
record CheckedPerson(
        String fullName,
        long agencyId,
        @Nullable String unit,
        @Nullable String position,
        String email,
        Language language,
        @Nullable Nik nik,
        @Nullable Nip nip,
        @Nullable Phone phone) {
    /** An rfc822Name is IA5 (RFC 5280 4.2.1.6); quoted local parts exist in no official address. */
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");

    /**
     * Checks everything and names every fault at once.
     *
     * @throws id.segel.ca.refusal.RefusedException INVALID with all faults
     */
    static CheckedPerson of(PersonDraft draft, LocalDate today) {
        Faults faults = new Faults();
        String fullName = Text.tidy(draft.fullName());
        Text.check(faults, "/fullName", "person.full-name", fullName);
        String unit = tidy(draft.unit());
        if (unit != null) {
            Text.check(faults, "/unit", "person.unit", unit);
        }
        String position = tidy(draft.position());
        if (position != null) {
            Text.check(faults, "/position", "person.position", position);
        }
        String email = email(draft.email().strip(), faults);
        Nik nik = read(draft.nik(), text -> Nik.read(text, today, faults));
        Nip nip = read(draft.nip(), text -> Nip.read(text, today, faults));
        Phone phone = read(draft.phone(), text -> Phone.read(text, faults));
        requireSameBirthDate(nik, nip, today, faults);
        faults.refuseIfAny();
        return new CheckedPerson(fullName, draft.agencyId(), unit, position, email, draft.language(), nik, nip, phone);
    }

    private static void requireSameBirthDate(@Nullable Nik nik, @Nullable Nip nip, LocalDate today, Faults faults) {
        if (nik == null || nip == null) {
            return;
        }
        Optional<LocalDate> born = nip.birthDate();
        // A date that is none has been named already.
        if (born.isPresent()
                && !nik.birthDates(today).isEmpty()
                && !nik.birthDates(today).contains(born.get())) {
            faults.add(
                    "/nip",
                    "nip.birth-date-differs",
                    "Tanggal lahir di NIP tidak sama dengan di NIK. Periksa keduanya.",
                    "The date of birth in the NIP is not that in the NIK. Check both.");
        }
    }

    private static String email(String email, Faults faults) {
        int at = email.lastIndexOf('@');
        if (email.length() > 254 || at > 64 || !EMAIL.matcher(email).matches()) {
            faults.add(
                    "/email",
                    "person.email",
                    "Alamat surel tidak dapat dibaca. Tulis alamat dinas seperti nama@instansi.go.id.",
                    "The e-mail address cannot be read. Write the official address, like name@agency.go.id.");
            return email;
        }
        return email.substring(0, at) + email.substring(at).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String tidy(@Nullable String text) {
        return text == null || text.isBlank() ? null : Text.tidy(text);
    }

    private static <T> @Nullable T read(@Nullable String text, Function<String, Optional<T>> reader) {
        return text == null || text.isBlank() ? null : reader.apply(text).orElse(null);
    }

    @Override
    public String toString() {
        return "CheckedPerson[agencyId=" + agencyId + "]";
    }
}
