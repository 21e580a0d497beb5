package id.segel.lock;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.csr.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What LOCK says, in both languages. */
class SentencesTest {

    private static final Pattern VALUE = Pattern.compile("%(\\d)\\$(\\.1f|[sd])");

    @TempDir
    Path directory;

    private Pc pc;

    @BeforeEach
    void aPc() {
        pc = new Pc(directory);
    }

    @ParameterizedTest
    @EnumSource
    void bothLanguagesUseTheSameValues(Message message) {
        Object[] values = new Object[] {"a", "b", "c"};
        List<List<String>> used = new ArrayList<>();
        for (Language language : Language.values()) {
            Matcher matcher = VALUE.matcher(pattern(message, language));
            List<String> found = new ArrayList<>();
            while (matcher.find()) {
                found.add(matcher.group());
                values[Integer.parseInt(matcher.group(1)) - 1] = switch (matcher.group(2)) {
                    case "d" -> 7;
                    case ".1f" -> 1.25;
                    default -> "nilai";
                };
            }
            Collections.sort(found);
            used.add(found.stream().distinct().toList());
        }
        assertThat(used.get(0)).isEqualTo(used.get(1));
        for (Language language : Language.values()) {
            assertThat(message.in(language, values)).isNotBlank().doesNotContain("%");
        }
    }

    @Test
    void everyHelpTextExistsInBothLanguages() {
        ResourceBundle indonesian = Lock.helpTexts(Language.ID);
        ResourceBundle english = Lock.helpTexts(Language.EN);
        assertThat(indonesian.keySet()).isEqualTo(english.keySet());
        assertThat(indonesian.getString("lock.usage.header")).isNotEqualTo(english.getString("lock.usage.header"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key", "csr", "send", "fetch"})
    void everyOptionIsExplained(String command) {
        for (String lang : List.of("id", "en")) {
            List<String> arguments = new ArrayList<>(command.isEmpty() ? List.of() : List.of(command));
            arguments.addAll(List.of("--lang", lang, "--help"));
            assertThat(pc.lock(arguments.toArray(String[]::new))).isZero();
            assertThat(pc.out()).contains(lang.equals("id") ? "Pemakaian: lock" : "Usage: lock");
            // An option without a text stands alone on its line.
            String[] lines = pc.out().split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                if (lines[i].matches("\\s+(-h, )?--\\S+\\s*")) {
                    assertThat(lines[i + 1]).as("below %s", lines[i]).startsWith("                          ");
                }
            }
        }
    }

    @Test
    void wrongUsageIsSaidInTheLanguageAskedFor() {
        assertThat(pc.lock()).isEqualTo(2);
        assertThat(pc.err()).contains("Belum diisi: COMMAND.", "lock --help");
        assertThat(pc.lock("key")).isEqualTo(2);
        assertThat(pc.err()).contains("Belum diisi: --enrolment, --out.", "lock key --help");
        assertThat(pc.lock("key", "--lang=en")).isEqualTo(2);
        assertThat(pc.err()).contains("Missing: --enrolment, --out.");
        assertThat(pc.lock("kunci")).isEqualTo(2);
        assertThat(pc.err()).contains("Tidak dikenal: kunci.");
        assertThat(pc.lock("key", "--enrolment", "e", "--out", "o", "--type", "rsa-1024"))
                .isEqualTo(2);
        assertThat(pc.err()).contains("\"rsa-1024\"", "--type");
        assertThat(pc.lock("fetch", "--receipt", "r", "--out", "o")).isEqualTo(2);
        assertThat(pc.err()).contains("--key", "--csr");
        assertThat(pc.lock("fetch", "--receipt", "r", "--out", "o", "--key", "k", "--csr", "c"))
                .isEqualTo(2);
        assertThat(pc.err()).contains("Isi tepat satu dari");
        assertThat(pc.lock("key", "--lang", "fr")).isEqualTo(2);
        assertThat(pc.lock("key", "--passphrase", "x")).isEqualTo(2);
    }

    private static String pattern(Message message, Language language) {
        return language == Language.ID ? message.indonesian() : message.english();
    }
}
