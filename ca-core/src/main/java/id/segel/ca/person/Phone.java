package id.segel.ca.person;

import java.util.Optional;

/**
 * A telephone number in the form of E.164.
 *
 * @param number such as +6281200000001
 */
record Phone(String number) {
    /** Reads a number; faults go to the list, and then nothing comes back. */
    static Optional<Phone> read(String text, Faults faults) {
        String compact = text.strip().replaceAll("[ ().\\-]", "");
        String number;
        if (compact.startsWith("+")) {
            number = compact;
        } else if (compact.startsWith("62")) {
            number = "+" + compact;
        } else if (compact.startsWith("0")) {
            number = "+62" + compact.substring(1);
        } else {
            number = compact;
        }
        if (!number.matches("\\+[1-9][0-9]{7,14}")) {
            faults.add(
                    "/phone",
                    "phone.shape",
                    "Nomor HP tidak dapat dibaca. Tulis seperti 081234567890 atau +6281234567890.",
                    "The telephone number cannot be read. Write it like 081234567890 or +6281234567890.");
            return Optional.empty();
        }
        return Optional.of(new Phone(number));
    }

    /** The country's two digits and the last three. */
    String masked() {
        return number.substring(0, 3) + "*".repeat(number.length() - 6) + number.substring(number.length() - 3);
    }

    @Override
    public String toString() {
        return "Phone[" + masked() + "]";
    }
}
