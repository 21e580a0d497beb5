package id.segel.ca.person;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A population number: 6 digits of region, date of birth as DDMMYY (women: day + 40), 4 digits of serial. It has no
 * check digit (domain.md 3.3).
 *
 * @param digits 16 of them
 */
record Nik(String digits) {
    private static final int WOMEN = 40;
    private static final int OLDEST_YEARS = 120;

    /** Reads a number; faults go to the list, and then nothing comes back. */
    static Optional<Nik> read(String text, LocalDate today, Faults faults) {
        String digits = Digits.only(text);
        if (!digits.matches("[0-9]{16}")) {
            faults.add(
                    "/nik",
                    "nik.shape",
                    "NIK harus 16 angka; ini " + digits.length() + " karakter. Salin dari KTP.",
                    "A NIK has 16 digits; this has " + digits.length()
                            + " characters. Copy it from the identity card.");
            return Optional.empty();
        }
        Nik nik = new Nik(digits);
        if (nik.number(0, 2) < 11 || nik.number(2, 4) == 0 || nik.number(4, 6) == 0) {
            faults.add(
                    "/nik",
                    "nik.region",
                    "Enam angka pertama NIK bukan kode wilayah. Salin dari KTP.",
                    "The first six digits of the NIK are no region. Copy it from the identity card.");
        }
        if (nik.birthDates(today).isEmpty()) {
            faults.add(
                    "/nik",
                    "nik.birth-date",
                    "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang mungkin. Salin dari KTP.",
                    "Digits 7 to 12 of the NIK are no possible date of birth. Copy it from the identity card.");
        }
        if (nik.number(12, 16) == 0) {
            faults.add(
                    "/nik",
                    "nik.serial",
                    "Empat angka terakhir NIK tidak mungkin 0000. Salin dari KTP.",
                    "The last four digits of the NIK cannot be 0000. Copy it from the identity card.");
        }
        return Optional.of(nik);
    }

    /** The dates of birth it can mean, as the century is not in it: none, one or two. */
    Set<LocalDate> birthDates(LocalDate today) {
        int day = number(6, 8);
        int month = number(8, 10);
        Set<LocalDate> dates = new LinkedHashSet<>();
        for (int century : new int[] {1900, 2000}) {
            Digits.date(century + number(10, 12), month, day > WOMEN ? day - WOMEN : day)
                    .filter(date -> !date.isAfter(today) && date.isAfter(today.minusYears(OLDEST_YEARS)))
                    .ifPresent(dates::add);
        }
        return dates;
    }

    /** The first and the last four digits. */
    String masked() {
        return digits.substring(0, 4) + "********" + digits.substring(12);
    }

    private int number(int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    @Override
    public String toString() {
        return "Nik[" + masked() + "]";
    }
}
