package id.segel.csr;

import java.util.Locale;

/**
 * Makes a value out of a request fit to stand in a sentence: short, without characters that are invisible or turn the
 * reading direction, and without anything that could be an identity number.
 */
public final class Shown {

    private static final int MAX_LENGTH = 64;

    private Shown() {}

    /** The value as it may be shown, at most 64 characters and an ellipsis. */
    public static String value(String raw) {
        // Hidden before it is shortened: a cut must not leave a part of a number that is then too short to be seen.
        String hidden = IdentityNumbers.hidden(raw);
        StringBuilder shown = new StringBuilder();
        int count = 0;
        int at = 0;
        while (at < hidden.length() && count < MAX_LENGTH) {
            int codePoint = hidden.codePointAt(at);
            if (misleading(codePoint)) {
                shown.append(String.format(Locale.ROOT, "<U+%04X>", codePoint));
            } else {
                shown.appendCodePoint(codePoint);
            }
            at += Character.charCount(codePoint);
            count++;
        }
        return at < hidden.length() ? shown + "…" : shown.toString();
    }

    /**
     * True for control and format characters (among them zero-width and bidirectional ones), line separators, spaces of
     * other widths, lone surrogates, private use, unassigned code points and noncharacters, the replacement character,
     * and the letters and marks that Unicode lets a screen leave out (Default_Ignorable_Code_Point) or that look empty.
     * The no-break space is none: word processors put it into names, and it reads like a space.
     */
    public static boolean misleading(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ' && codePoint != 0xA0;
            default -> codePoint == 0xFFFD || looksEmpty(codePoint);
        };
    }

    private static boolean looksEmpty(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> codePoint >= 0xFE00 && codePoint <= 0xFE0F || codePoint >= 0xE0100 && codePoint <= 0xE01EF;
        };
    }
}
