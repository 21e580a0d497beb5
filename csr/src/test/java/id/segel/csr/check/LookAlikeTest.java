package id.segel.csr.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookAlikeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Siti Rahmawat\u0456|U+0456 (aksara Kiril)|U+0456 (Cyrillic script)",
                "S\u0131ti Rahmawati|U+0131 (aksara Latin)|U+0131 (Latin script)",
                "SITI RAHM\u0391WATI|U+0391 (aksara Yunani)|U+0391 (Greek script)",
                "Dr. Siti R\u0430hmawati, M.T.|U+0430 (aksara Kiril)|U+0430 (Cyrillic script)",
                "\u0405\u0456t\u0456 Rahmawati|U+0405 (aksara Kiril)|U+0405 (Cyrillic script)",
                "Siti Rahmawat1|U+0031 (aksara umum)|U+0031 (Common script)",
                "Siti Rahmawat\u057d|-|-",
                "S\uff49ti Rahmawati|U+FF49 (aksara Latin)|U+FF49 (Latin script)",
                "Siti Rahmawat\u03b9|U+03B9 (aksara Yunani)|U+03B9 (Greek script)",
                "Budi Santoso|-|-",
                "Siti  RAHMAWATI|-|-",
                "Siti Rahmawatu|-|-",
            })
    void theCharacterThatDeceivesIsNamed(String name, String indonesian, String english) {
        OptionalInt found = LookAlike.difference(name, "Siti Rahmawati");
        assertThat(found.isPresent() ? LookAlike.inIndonesian(found.getAsInt()) : "-")
                .isEqualTo(indonesian);
        assertThat(found.isPresent() ? LookAlike.inEnglish(found.getAsInt()) : "-")
                .isEqualTo(english);
    }

    @Test
    void oneScriptAndWhatIsWrittenTogetherIsNotMixed() {
        for (String name : new String[] {
            "Siti Rahmawati, S.Kom. (2)",
            "Jos\u00e9 O\u2019Brien",
            "\u5c71\u7530 \u592a\u90ce \u30ab\u30ca \u3072\u3089",
            "\u0418\u0432\u0430\u043d",
            "\ua994\ua9b8\ua9ae",
            "12345",
            ""
        }) {
            assertThat(LookAlike.oddLetter(name)).as(name).isEmpty();
        }
        assertThat(LookAlike.oddLetter("Siti \u0418\u0432")).hasValue(0x0418);
        assertThat(LookAlike.oddLetter("\u0421iti")).hasValue('i');
    }
}
