package id.segel.ca.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticeTextsTest {
    private static final String NUMBER = "OSD-2026-000123";

    private final NoticeTexts texts = new NoticeTexts(NoticeFixture.settings());

    @ParameterizedTest
    @EnumSource(NoticeKind.class)
    void everyKindSaysWhatHappenedAndWhereToGoInBothLanguages(NoticeKind kind) {
        for (boolean certificate : new boolean[] {false, true}) {
            NoticeTexts.Text indonesian = texts.of(kind, kind.about(certificate), "id", NUMBER);
            NoticeTexts.Text english = texts.of(kind, kind.about(certificate), "en", NUMBER);

            assertThat(indonesian.subject()).isNotEqualTo(english.subject()).hasSizeLessThan(78);
            for (NoticeTexts.Text text : new NoticeTexts.Text[] {indonesian, english}) {
                assertThat(text.body())
                        .contains(NUMBER)
                        .contains(NoticeFixture.PORTAL.toString())
                        .endsWith(NoticeFixture.SERVICE + "\n");
                assertThat(text.subject() + text.body()).doesNotContain("{").doesNotContain("BEGIN CERTIFICATE");
                assertThat((text.subject() + text.body()).toLowerCase(Locale.ROOT))
                        .doesNotContain("segel");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NoticeKind.class,
            names = {"SUSPENDED", "RELEASED", "REVOKED"})
    void aNoticeOfNoApplicationNamesNone(NoticeKind kind) {
        NoticeTexts.Text text = texts.of(kind, kind.about(true), "id", null);

        assertThat(text.body()).doesNotContain("Nomor permohonan").contains("Portal: ");
    }
}
