package id.segel.csr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds what looks like a NIK (16 digits: region, date of birth, count) or a NIP (18 digits: date of birth, month of
 * appointment, sex, count) in a text, in whatever digits and groups it is written: {@code 3174010101850001},
 * {@code 19850101 201001 1 001}, full-width digits, with invisible characters between, or as hex of its characters.
 *
 * <p>16 or 18 digits in a row always count. Digits in groups count when they have the parts of such a number, and 16
 * digits that stand alone when they are no telephone number (leading 0 or +). Loops only, because a regular expression with such groups
 * overflows the stack on a long text.
 */
public final class IdentityNumbers {

    private static final int NIK = 16;
    private static final int NIP = 18;

    /** From this many digits on a number is never shown. */
    private static final int SHORTEST_HIDDEN = 15;

    /** More separators than this between two digits make them two numbers. */
    private static final int WIDEST_GAP = 3;

    /** The gap of a digit that begins a new row. */
    private static final byte NEW_ROW = WIDEST_GAP + 1;

    private static final String HIDDEN = "********";

    private final String text;
    private final int count;
    private final byte[] digits;
    private final byte[] gaps;
    private final int[] positions;

    private IdentityNumbers(String text) {
        this.text = text;
        int room = (int) text.codePoints()
                .filter(codePoint -> Character.digit(codePoint, 10) >= 0)
                .count();
        digits = new byte[room];
        gaps = new byte[room];
        positions = new int[room + 1];
        count = scan();
    }

    /** How many digits the numbers have that look like a NIK or NIP: out of 16 and 18, each at most once. */
    public static SortedSet<Integer> lengthsIn(String text) {
        SortedSet<Integer> lengths = new TreeSet<>();
        new IdentityNumbers(text).addLengths(lengths);
        for (String decoded : hexIn(text)) {
            new IdentityNumbers(decoded).addLengths(lengths);
        }
        return lengths;
    }

    /** The text with every number that could be an identity number, or hold one, replaced by asterisks. */
    static String hidden(String text) {
        IdentityNumbers numbers = new IdentityNumbers(text);
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int begin = 0; begin < numbers.count; ) {
            int end = numbers.rowEnd(begin);
            if (end - begin >= SHORTEST_HIDDEN) {
                shown.append(text, from, numbers.positions[begin]).append(HIDDEN);
                int last = numbers.positions[end - 1];
                from = last + Character.charCount(text.codePointAt(last));
            }
            begin = end;
        }
        return shown.append(text, from, text.length()).toString();
    }

    private int scan() {
        int found = 0;
        int gap = NEW_ROW;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int digit = Character.digit(codePoint, 10);
            if (digit >= 0) {
                digits[found] = (byte) digit;
                gaps[found] = (byte) Math.min(gap, NEW_ROW);
                positions[found++] = i;
                gap = 0;
            } else if (isSeparator(codePoint)) {
                gap++;
            } else if (!Shown.misleading(codePoint)) {
                gap = NEW_ROW;
            }
            i += Character.charCount(codePoint);
        }
        return found;
    }

    /** What people put between groups of digits. */
    private static boolean isSeparator(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR, Character.DASH_PUNCTUATION, Character.CONNECTOR_PUNCTUATION -> true;
            default -> "./\t\r\n".indexOf(codePoint) >= 0;
        };
    }

    private void addLengths(SortedSet<Integer> lengths) {
        for (int begin = 0; begin < count; begin = groupEnd(begin)) {
            for (int length : new int[] {NIK, NIP}) {
                int end = begin + length;
                if (end > count || end < count && gaps[end] == 0) {
                    continue;
                }
                byte widest = 0;
                for (int i = begin + 1; i < end; i++) {
                    widest = gaps[i] > widest ? gaps[i] : widest;
                }
                boolean alone = gaps[begin] == NEW_ROW && (end == count || gaps[end] == NEW_ROW);
                if (widest == 0
                        || widest < NEW_ROW
                                && (alone && length == NIK && mayBe(begin) || isShapedLike(begin, length))) {
                    lengths.add(length);
                }
            }
        }
    }

    private int groupEnd(int begin) {
        int end = begin + 1;
        while (end < count && gaps[end] == 0) {
            end++;
        }
        return end;
    }

    private int rowEnd(int begin) {
        int end = begin + 1;
        while (end < count && gaps[end] < NEW_ROW) {
            end++;
        }
        return end;
    }

    /** No telephone number. */
    private boolean mayBe(int begin) {
        boolean international = positions[begin] > 0 && text.charAt(positions[begin] - 1) == '+';
        return digits[begin] != 0 && !international;
    }

    private boolean isShapedLike(int begin, int length) {
        return mayBe(begin) && (length == NIK ? isShapedLikeNik(begin) : isShapedLikeNip(begin));
    }

    /** Province, regency, district, day (women: plus 40), month, year, count. */
    private boolean isShapedLikeNik(int begin) {
        int day = number(begin + 6, 2) % 40;
        return number(begin, 2) >= 11 && number(begin + 6, 2) <= 71 && day >= 1 && day <= 31 && isMonth(begin + 8);
    }

    /** Date of birth; year and month of appointment (21 for those on contract); sex; count. */
    private boolean isShapedLikeNip(int begin) {
        int day = number(begin + 6, 2);
        int born = number(begin, 4);
        int appointed = number(begin + 8, 4);
        int sex = digits[begin + 14];
        return born >= 1900
                && born < 2100
                && isMonth(begin + 4)
                && day >= 1
                && day <= 31
                && appointed >= 1950
                && appointed < 2100
                && (isMonth(begin + 12) || number(begin + 12, 2) == 21)
                && (sex == 1 || sex == 2);
    }

    private boolean isMonth(int begin) {
        int month = number(begin, 2);
        return month >= 1 && month <= 12;
    }

    private int number(int begin, int length) {
        int number = 0;
        for (int i = begin; i < begin + length; i++) {
            number = 10 * number + digits[i];
        }
        return number;
    }

    /** What long rows of hex digits in the text say, one character per octet; UTF-16 shows as well, with NULs between. */
    private static List<String> hexIn(String text) {
        List<String> decoded = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) < 0x80 && Character.digit(text.charAt(i), 16) >= 0) {
                continue;
            }
            int octets = (i - begin) / 2;
            if (octets >= NIK) {
                byte[] bytes = new byte[octets];
                for (int octet = 0; octet < octets; octet++) {
                    bytes[octet] = (byte) (Character.digit(text.charAt(begin + 2 * octet), 16) << 4
                            | Character.digit(text.charAt(begin + 2 * octet + 1), 16));
                }
                decoded.add(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            begin = i + 1;
        }
        return decoded;
    }
}
