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

    /** Titles before a name, without dots. */
    private static final Set<String> BEFORE = Set.of("dr", "drs", "dra", "ir", "prof", "drg", "drh", "apt", "ns");

    /** Degrees after a name, without dots and spaces. A closed list: a pattern would swallow parts of names. */
    private static final Set<String> AFTER = Set.of(
            "ak", "akt", "amd", "amdkom", "apt", "bsc", "ca", "cfra", "cisa", "cissp", "dba", "dea", "dess", "dr", "ir",
            "llm", "ma", "mag", "makt", "mbiomed", "mba", "meng", "mh", "mhum", "mikom", "mip", "mkes", "mkom", "mkn",
            "mm", "mmsi", "mpa", "mpd", "mph", "mphil", "mpp", "mpsi", "msc", "mse", "msi", "msm", "msn", "mstat", "mt",
            "mti", "mtrkom", "ners", "ns", "phd", "sag", "sak", "sds", "se", "sei", "sfarm", "sfil", "sgz", "sh", "shi",
            "shum", "si", "sia", "sikom", "sip", "sk", "skep", "skes", "skg", "skh", "skm", "skom", "skomp", "skpm",
            "sma", "sms", "sos", "sp", "spd", "spdi", "spi", "spsi", "spt", "ssi", "ssn", "ssos", "ssosi", "sst",
            "sstat", "sstp", "st", "sth", "sti", "stp", "str", "strip", "strkom", "strt");

    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0]+");
    private static final Pattern APOSTROPHES = Pattern.compile("[\\u2018\\u2019\\u02bb\\u02bc`\\u00b4]");
    private static final Pattern DOTS = Pattern.compile("\\.");

    private PersonName() {}

    /** True when two spellings name the same person. */
    static boolean same(String one, String other) {
        return withoutTitles(one).equals(withoutTitles(other));
    }

    /** True when two texts differ in case, spaces and apostrophes at most. */
    static boolean sameText(String one, String other) {
        return folded(one).equals(folded(other));
    }

    /** E-mail addresses are compared without case, as every mail system in use does. */
    static boolean sameAddress(String one, String other) {
        return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }

    private static String folded(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        String apostrophes = APOSTROPHES.matcher(composed).replaceAll("'");
        // Upper before lower case makes ß and ss, and the Greek sigmas, equal.
        String cased = apostrophes.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return SPACES.matcher(cased).replaceAll(" ").strip();
    }

    /** The folded name's words without titles; the whole folded text when nothing would be left. */
    private static String withoutTitles(String text) {
        String folded = folded(text);
        String[] parts = folded.split(",", -1);
        List<String> words = new ArrayList<>(Arrays.asList(parts[0].strip().split(" ", -1)));
        while (words.size() > 1 && isTitleBefore(words.get(0))) {
            words.remove(0);
        }
        while (words.size() > 1 && isDottedTitleAfter(words.get(words.size() - 1))) {
            words.remove(words.size() - 1);
        }
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (!part.isEmpty() && !isTitleAfter(part)) {
                words.add(part);
            }
        }
        String left = String.join(" ", words).replace(". ", " ").strip();
        String plain = left.endsWith(".") ? left.substring(0, left.length() - 1) : left;
        return plain.isEmpty() ? folded : plain;
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
