package id.segel.ca.person;

import java.util.regex.Pattern;

/** The reason somebody gives for suspending, releasing or looking: kept in the audit log, so it names nobody by number. */
final class Reason {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 500;
    /** NIK, NIP and telephone numbers are at least this long; nothing a reason needs is. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d(?:[ .-]?\\d){8,}");

    private Reason() {}

    /**
     * The reason, tidied.
     *
     * @throws id.segel.ca.refusal.RefusedException INVALID naming what is wrong
     */
    static String checked(String reason) {
        String tidy = Text.tidy(reason);
        Faults faults = new Faults();
        int length = tidy.codePointCount(0, tidy.length());
        if (length < SHORTEST || length > LONGEST || Text.hasInvisible(tidy)) {
            faults.add(
                    "/reason",
                    "reason.length",
                    "Alasan " + length + " karakter; tulis satu baris, 10 sampai 500 karakter.",
                    "The reason is " + length + " characters long; write one line of 10 to 500 characters.");
        }
        if (LONG_NUMBER.matcher(tidy).find()) {
            faults.add(
                    "/reason",
                    "reason.personal-number",
                    "Alasan memuat nomor panjang. Jangan tulis NIK, NIP, atau nomor telepon; pakai nomor permohonan.",
                    "The reason holds a long number. Write no NIK, NIP or telephone; use the application's number.");
        }
        faults.refuseIfAny();
        return tidy;
    }
}
