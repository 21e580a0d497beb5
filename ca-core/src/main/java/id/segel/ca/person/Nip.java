package id.segel.ca.person;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A civil servant number: date of birth YYYYMMDD, year and month of appointment (contract staff: year and 21 or more),
 * sex 1 or 2, serial of 3 digits (domain.md 3.3).
 *
 * @param digits 18 of them
 */
record Nip(String digits) {
    private static final int YOUNGEST_YEARS = 15;

    /** Reads a number; faults go to the list, and then nothing comes back. */
    static Optional<Nip> read(String text, LocalDate today, Faults faults) {
        String digits = Digits.only(text);
        if (!digits.matches("[0-9]{18}")) {
            faults.add(
                    "/nip",
                    "nip.shape",
                    "NIP harus 18 angka; ini " + digits.length() + " karakter. Salin dari kartu pegawai.",
                    "A NIP has 18 digits; this has " + digits.length() + " characters. Copy it from the staff card.");
            return Optional.empty();
        }
        Nip nip = new Nip(digits);
        Optional<LocalDate> born = nip.birthDate();
        if (born.isEmpty() || born.get().isAfter(today)) {
            faults.add(
                    "/nip",
                    "nip.birth-date",
                    "Delapan angka pertama NIP bukan tanggal lahir. Salin dari kartu pegawai.",
                    "The first eight digits of the NIP are no date of birth. Copy it from the staff card.");
            return Optional.empty();
        }
        int year = nip.number(8, 12);
        int month = nip.number(12, 14);
        if (year < born.get().getYear() + YOUNGEST_YEARS
                || year > today.getYear()
                || month == 0
                || (month > 12 && month < 21)) {
            faults.add(
                    "/nip",
                    "nip.appointment",
                    "Angka ke-9 sampai ke-14 NIP bukan waktu pengangkatan yang mungkin. Salin dari kartu pegawai.",
                    "Digits 9 to 14 of the NIP are no possible time of appointment. Copy it from the staff card.");
        }
        int sex = nip.number(14, 15);
        if (sex != 1 && sex != 2) {
            faults.add(
                    "/nip",
                    "nip.sex",
                    "Angka ke-15 NIP harus 1 atau 2. Salin dari kartu pegawai.",
                    "Digit 15 of the NIP is 1 or 2. Copy it from the staff card.");
        }
        return Optional.of(nip);
    }

    Optional<LocalDate> birthDate() {
        return Digits.date(number(0, 4), number(4, 6), number(6, 8));
    }

    /** The serial alone: the digits before it tell date of birth and sex. */
    String masked() {
        return "***************" + digits.substring(15);
    }

    private int number(int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    @Override
    public String toString() {
        return "Nip[" + masked() + "]";
    }
}
