package id.segel.csr.check;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Tells names apart that a reader cannot. The table of lookalikes is our own: letters of Cyrillic, Greek and Armenian
 * whose capital or small shape in a sans-serif face is a Latin letter's, and digits and signs people swap for letters. A
 * letter with a shape of its own is left out: a name that holds it is plainly another name.
 */
final class LookAlike {

    /** Pairs of a lower-case letter and what it looks like; l, 1 and | look like a capital I. */
    private static final Map<Integer, Integer> LATIN = table(
            // Cyrillic а в е н к м о р с т у х ѕ і ј һ ԁ ԛ ԝ ӏ
            "\u0430a\u0432b\u0435e\u043dh\u043ak\u043cm\u043eo\u0440p\u0441c\u0442t\u0443y\u0445x"
                    + "\u0455s\u0456i\u0458j\u04bbh\u0501d\u051bq\u051dw\u04cfi"
                    // Greek α β ε ζ η ι κ μ ν ο ρ τ υ χ γ ϲ ϳ
                    + "\u03b1a\u03b2b\u03b5e\u03b6z\u03b7h\u03b9i\u03bak\u03bcm\u03bdn\u03bfo\u03c1p\u03c4t\u03c5u"
                    + "\u03c7x\u03b3y\u03f2c\u03f3j"
                    // Armenian օ ս հ ո ց յ լ
                    + "\u0585o\u057du\u0570h\u0578n\u0581g\u0575j\u056ci"
                    // Latin ɑ ɡ ɩ ʟ, digits, signs
                    + "\u0251a\u0261g\u0269i\u029fili1i|i!i0o5s$s@a");

    /** Scripts that are written together in one name. */
    private static final Set<UnicodeScript> EAST_ASIAN = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO);

    private static final Map<UnicodeScript, String> INDONESIAN = Map.of(
            UnicodeScript.CYRILLIC, "Kiril",
            UnicodeScript.GREEK, "Yunani",
            UnicodeScript.ARABIC, "Arab",
            UnicodeScript.HAN, "Han",
            UnicodeScript.JAVANESE, "Jawa",
            UnicodeScript.BALINESE, "Bali",
            UnicodeScript.COMMON, "umum",
            UnicodeScript.INHERITED, "umum");

    private LookAlike() {}

    /**
     * The character that makes a name differ from another one that it looks like.
     *
     * @return empty when the two are the same name, or do not look alike
     */
    static OptionalInt difference(String name, String expected) {
        if (PersonName.same(name, expected) || !skeleton(name).equals(skeleton(expected))) {
            return OptionalInt.empty();
        }
        Set<UnicodeScript> usual = scripts(expected);
        String known = PersonName.folded(expected);
        OptionalInt foreign = name.codePoints()
                .filter(c -> tellsScript(c) && !usual.contains(UnicodeScript.of(c)))
                .findFirst();
        return foreign.isPresent()
                ? foreign
                : PersonName.plain(name)
                        .codePoints()
                        .filter(c -> !known.contains(Character.toString(c)))
                        .findFirst();
    }

    /** The first letter that is not of the script of those before it, where people do not write both in one name. */
    static OptionalInt oddLetter(String text) {
        Set<UnicodeScript> scripts = scripts(text);
        if (scripts.size() < 2 || EAST_ASIAN.containsAll(scripts)) {
            return OptionalInt.empty();
        }
        UnicodeScript first = UnicodeScript.of(
                text.codePoints().filter(LookAlike::tellsScript).findFirst().orElse(0));
        return text.codePoints()
                .filter(c -> tellsScript(c) && UnicodeScript.of(c) != first)
                .findFirst();
    }

    /** Such as {@code U+0456 (aksara Kiril)}. */
    static String inIndonesian(int codePoint) {
        UnicodeScript script = UnicodeScript.of(codePoint);
        return number(codePoint) + " (aksara " + INDONESIAN.getOrDefault(script, name(script)) + ")";
    }

    /** Such as {@code U+0456 (Cyrillic script)}. */
    static String inEnglish(int codePoint) {
        return number(codePoint) + " (" + name(UnicodeScript.of(codePoint)) + " script)";
    }

    private static String number(int codePoint) {
        return String.format(Locale.ROOT, "U+%04X", codePoint);
    }

    private static String name(UnicodeScript script) {
        String name = script.name().replace('_', ' ');
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static Set<UnicodeScript> scripts(String text) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        text.codePoints().filter(LookAlike::tellsScript).forEach(c -> scripts.add(UnicodeScript.of(c)));
        return scripts;
    }

    private static boolean tellsScript(int codePoint) {
        UnicodeScript script = UnicodeScript.of(codePoint);
        return Character.isLetter(codePoint)
                && script != UnicodeScript.COMMON
                && script != UnicodeScript.INHERITED
                && script != UnicodeScript.UNKNOWN;
    }

    /** The name as it looks: without titles, compatibility forms (full-width, mathematical) and lookalikes as Latin. */
    private static String skeleton(String name) {
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC);
        StringBuilder skeleton = new StringBuilder();
        PersonName.plain(compatible)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .map(c -> LATIN.getOrDefault(c, c))
                .forEach(skeleton::appendCodePoint);
        return skeleton.toString();
    }

    private static Map<Integer, Integer> table(String pairs) {
        Map<Integer, Integer> table = new HashMap<>();
        int[] codePoints = pairs.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i += 2) {
            table.put(codePoints[i], codePoints[i + 1]);
        }
        return Map.copyOf(table);
    }
}
