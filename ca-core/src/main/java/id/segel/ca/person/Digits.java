package id.segel.ca.person;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** Numbers as people write them, and the dates within them. */
final class Digits {
    private Digits() {}

    /** Without the blanks, dots and hyphens between the digits. */
    static String only(String text) {
        return text.replaceAll("[\\s.\\-]", "");
    }

    /** The date, where there is such a one. */
    static Optional<LocalDate> date(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
