package id.segel.csr;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes a value out of a request fit to stand in a sentence: short, without characters that are invisible or turn the
 * reading direction, and without anything that could be an identity number.
 */
public final class Shown {

    private static final int MAX_LENGTH = 64;
    private static final Pattern LONG_NUMBER =
            Pattern.compile("\\d(?:[ ./_-]?\\d){14,}", Pattern.UNICODE_CHARACTER_CLASS);

    private Shown() {}

    /** The value as it may be shown, at most 64 characters and an ellipsis. */
    public static String value(String raw) {
        String shortened = raw.length() > 4 * MAX_LENGTH ? raw.substring(0, 4 * MAX_LENGTH) : raw;
        String masked = LONG_NUMBER.matcher(shortened).replaceAll("********");
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (int codePoint : masked.codePoints().toArray()) {
            if (count++ == MAX_LENGTH) {
                break;
            }
            if (misleading(codePoint)) {
                shown.append(String.format(Locale.ROOT, "<U+%04X>", codePoint));
            } else {
                shown.appendCodePoint(codePoint);
            }
        }
        return count > MAX_LENGTH || shortened.length() < raw.length() ? shown + "…" : shown.toString();
    }

    /**
     * True for control and format characters (among them zero-width and bidirectional ones), line separators, lone
     * surrogates, private use and unassigned code points, and the replacement character.
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
            default -> codePoint == 0xFFFD;
        };
    }
}
