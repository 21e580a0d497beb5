package id.segel.csr.check;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * When two spellings are the same name: after Unicode NFC, case folding, one space between words, one kind of
 * apostrophe, and without academic titles, which accounts and letters carry and requests often do not. Letters that
 * only look alike stay different.
 */
final class PersonName {

    /** Titles before a name, without dots: academic ones, and Haji, Hajah, Kiai Haji, Ustaz, Pendeta. */
    private static final Set<String> BEFORE =
            Set.of("dr", "drs", "dra", "ir", "prof", "drg", "drh", "apt", "ns", "h", "hj", "kh", "ust", "pdt");

    /** Degrees after a name, without dots and spaces. A closed list: a pattern would swallow parts of names. */
    private static final Set<String> AFTER = Set.of(
            "ak", "akt", "amd", "amdkom", "apt", "bsc", "ca", "cfra", "cisa", "cissp", "dba", "dea", "dess", "dr", "ir",
            "llm", "ma", "mag", "makt", "mbiomed", "mba", "meng", "mh", "mhum", "mikom", "mip", "mkes", "mkom", "mkn",
            "mm", "mmsi", "mpa", "mpd", "mph", "mphil", "mpp", "mpsi", "msc", "mse", "msi", "msm", "msn", "mstat", "mt",
            "mti", "mtrkom", "ners", "ns", "phd", "sag", "sak", "sds", "se", "sei", "sfarm", "sfil", "sgz", "sh", "shi",
            "shum", "si", "sia", "sikom", "sip", "sk", "skep", "skes", "skg", "skh", "skm", "skom", "skomp", "skpm",
            "sma", "sms", "sos", "spa", "span", "spb", "spbs", "spjp", "spkj", "spkk", "spm", "spmk", "spn", "spog",
            "spot", "spp", "sppd", "sppk", "sprad", "sprm", "sptht", "spu", "sp", "spd", "spdi", "spi", "spsi", "spt",
            "ssi", "ssn", "ssos", "ssosi", "sst", "sstat", "sstp", "st", "sth", "sti", "stp", "str", "strip", "strkom",
            "strt");

    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0]+");
    private static final Pattern APOSTROPHES = Pattern.compile("[\\u2018\\u2019\\u02bb\\u02bc`\\u00b4]");
    private static final Pattern DOTS = Pattern.compile("\\.");

    /** How "binti" is shortened on cards and in registers. */
    private static final Set<String> DAUGHTER_OF = Set.of("bt.", "bte.", "bt", "bte");

    /** Far beyond every name; longer texts are compared as they are. */
    private static final int LONGEST = 400;

    /** Stands for the dotless i while upper case would make it an i. Private use: no name holds it. */
    private static final char DOTLESS = '\ue131';

    private PersonName() {}

    /** True when two spellings name the same person. */
    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    /** True when two texts differ in case, spaces and apostrophes at most. */
    static boolean sameText(String one, String other) {
        return folded(one).equals(folded(other));
    }

    /** E-mail addresses are compared without case, as every mail system in use does. */
    static boolean sameAddress(String one, String other) {
        return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }

    /** Unicode NFC, lower case, one space between words, one kind of apostrophe. */
    static String folded(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        String apostrophes = APOSTROPHES.matcher(composed).replaceAll("'");
        // Upper before lower case makes ß and ss, and the Greek sigmas, equal.
        String cased = apostrophes
                .replace('\u0131', DOTLESS)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace(DOTLESS, '\u0131');
        return SPACES.matcher(cased).replaceAll(" ").strip();
    }

    /** The folded name's words without titles; the whole folded text when nothing would be left. */
    static String plain(String text) {
        String folded = folded(text);
        if (folded.length() > LONGEST) {
            return folded;
        }
        String[] parts = folded.split(",", -1);
        List<String> words = new ArrayList<>();
        for (String word : parts[0].strip().split(" ", -1)) {
            addWord(words, word);
        }
        int first = 0;
        while (first < words.size() - 1 && isTitleBefore(words.get(first))) {
            first++;
        }
        words = new ArrayList<>(words.subList(first, words.size()));
        while (words.size() > 1 && isDottedTitleAfter(words.get(words.size() - 1))) {
            words.remove(words.size() - 1);
        }
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (!part.isEmpty() && !isTitleAfter(part)) {
                words.add(part);
            }
        }
        String plain = SPACES.matcher(String.join(" ", words).replace('.', ' '))
                .replaceAll(" ")
                .strip();
        return plain.isEmpty() ? folded : plain;
    }

    /** Takes titles apart that are written without spaces, "Dr.Ir.H.Siti", and writes "binti" out. */
    private static void addWord(List<String> words, String word) {
        String left = word;
        int dot = left.indexOf('.');
        boolean soFarTitles = words.stream().allMatch(PersonName::isTitleBefore);
        while (soFarTitles && dot > 0 && dot < left.length() - 1 && BEFORE.contains(left.substring(0, dot))) {
            words.add(left.substring(0, dot + 1));
            left = left.substring(dot + 1);
            dot = left.indexOf('.');
        }
        words.add(!words.isEmpty() && DAUGHTER_OF.contains(left) ? "binti" : left);
    }

    private static boolean isTitleBefore(String word) {
        return word.endsWith(".") && BEFORE.contains(undotted(word));
    }

    /** Without a comma only what is written with a dot inside is taken for a degree: "S.Kom.", not "St". */
    private static boolean isDottedTitleAfter(String word) {
        return word.indexOf('.') >= 0 && word.indexOf('.') < word.length() - 1 && AFTER.contains(undotted(word));
    }

    private static boolean isTitleAfter(String part) {
        return AFTER.contains(undotted(part).replace(" ", ""))
                || Arrays.stream(part.split(" ", -1)).allMatch(word -> AFTER.contains(undotted(word)));
    }

    private static String undotted(String word) {
        return DOTS.matcher(word).replaceAll("");
    }
}
