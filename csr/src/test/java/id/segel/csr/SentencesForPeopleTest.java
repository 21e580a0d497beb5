package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every finding speaks one language at a time, is not too long for a telephone's screen, and ends with what to do. */
class SentencesForPeopleTest {

    private static final int LONGEST = 400;
    private static final Pattern WORDS = Pattern.compile("[^a-z]+");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern LEFTOVER = Pattern.compile("%|\\$s|\\$d|\\bnull\\b|\\[|\\{");

    private static final Set<String> ENGLISH = Set.of(
            "the", "is", "are", "has", "have", "of", "and", "or", "not", "must", "with", "which", "this", "that",
            "make", "again", "there", "more", "than", "most", "least", "key", "name", "script", "it", "its", "missing");
    private static final Set<String> INDONESIAN = Set.of(
            "yang",
            "dan",
            "atau",
            "tidak",
            "harus",
            "dengan",
            "di",
            "dari",
            "berkas",
            "kunci",
            "nama",
            "buat",
            "ulang",
            "lebih",
            "paling",
            "aksara",
            "adalah",
            "sudah",
            "untuk",
            "bukan",
            "maksimal",
            "minimal",
            "ada");

    private static final Pattern INDONESIAN_ADVICE = Pattern.compile(
            "^(?i:pilih|buat|kirim|salin|unduh|coba|Anda tidak perlu|anggap|simpan|gunakan|hubungi)\\b.*");
    private static final Pattern ENGLISH_ADVICE = Pattern.compile(
            "^(?i:choose|make|send|copy|download|try|there is nothing to do|treat|save|use|contact)\\b.*");

    @ParameterizedTest
    @EnumSource
    void theSentencesAreForPeople(FindingKind kind) {
        FindingCases.Case example =
                Optional.ofNullable(FindingCases.all().get(kind)).orElseThrow().get();
        List<Finding> findings = CsrChecker.standard().check(example.input(), example.context()).findings().stream()
                .filter(finding -> finding.id().equals(kind.id()))
                .toList();
        assertThat(findings).isNotEmpty();
        for (Finding finding : findings) {
            assertSpeaks(finding.message(Language.ID), INDONESIAN_ADVICE, ENGLISH);
            assertSpeaks(finding.message(Language.EN), ENGLISH_ADVICE, INDONESIAN);
        }
    }

    private static void assertSpeaks(String message, Pattern advice, Set<String> otherLanguage) {
        assertThat(message).endsWith(".").hasSizeLessThanOrEqualTo(LONGEST);
        assertThat(LEFTOVER.matcher(message).find()).as(message).isFalse();
        assertThat(message).doesNotContain("  ").doesNotContain(" ,").doesNotContain("\"\"");
        String[] sentences = message.split("(?<=[.;]) ", -1);
        assertThat(sentences[sentences.length - 1]).as(message).matches(advice);
        String spoken = QUOTED.matcher(message).replaceAll(" ").toLowerCase(Locale.ROOT);
        Set<String> words = new HashSet<>(Arrays.asList(WORDS.split(spoken)));
        words.retainAll(otherLanguage);
        assertThat(words).as("words of the other language in: %s", message).isEmpty();
    }
}
