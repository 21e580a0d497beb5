package id.segel.ca.person;

import java.text.Normalizer;

/** Rules for names that end up in a certificate's subject. */
final class Text {
    private Text() {}

    /** NFC, without blanks at either end, single blanks inside. */
    static String tidy(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip().replaceAll("\\p{Z}+", " ");
    }

    /**
     * Whether the text holds a character that cannot be seen or that changes what is seen around it: control, format
     * (bidirectional marks, zero width), surrogate, unassigned or private use.
     */
    static boolean hasInvisible(String text) {
        return text.codePoints().anyMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        });
    }

    /** Checks a text for the subject of a certificate: 1 to 64 characters (RFC 5280 Annex A), all visible. */
    static void check(Faults faults, String pointer, String id, String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > 64) {
            faults.add(
                    pointer,
                    id + ".length",
                    "Panjangnya " + length + " karakter; isi 1 sampai 64 karakter.",
                    "It is " + length + " characters long; give 1 to 64 characters.");
        }
        if (hasInvisible(text)) {
            faults.add(
                    pointer,
                    id + ".invisible",
                    "Ada karakter yang tidak terlihat. Ketik ulang tanpa menyalin.",
                    "It holds an invisible character. Type it again instead of pasting.");
        }
    }
}
