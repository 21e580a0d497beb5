package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which characters and how many of them a subject may hold. */
class SubjectTextsTest {

    private final CsrChecker checker = CsrChecker.standard();

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x7f, 0x85, 0xad, 0x34f, 0x3164, 0x115f, 0xffa0, 0x2800, 0x200b, 0x200d, 0x202e, 0x2066,
                0x2028, 0x2003, 0x3000, 0xe000, 0xfdd0, 0xfffe, 0xfffd, 0xfe0f, 0xfeff, 0xe0041, 0xe0101, 0x10ffff
            })
    void charactersNobodySeesAreRefusedByNumber(int codePoint) {
        CsrReport report = checker.check(
                RequestBuilder.rsa()
                        .commonName("Siti" + Character.toString(codePoint) + "Rahmawati")
                        .der(),
                FindingCases.PLAIN);
        assertThat(report.findings()).extracting(Finding::id).contains("csr.subject-characters");
        assertThat(report.findings().get(0).message(Language.ID)).contains(String.format("U+%04X", codePoint));
    }

    @Test
    void aNoBreakSpaceIsASpace() {
        byte[] request = RequestBuilder.rsa().commonName("Siti\u00a0Rahmawati").der();
        assertThat(checker.check(request, FindingCases.ACCOUNT).findings()).isEmpty();
    }

    @Test
    void lengthsAreThoseOfTheStandardToTheCharacter() {
        Map<String, Integer> bounds = Map.of(
                "2.5.4.3",
                64,
                "2.5.4.5",
                64,
                "2.5.4.7",
                128,
                "2.5.4.8",
                128,
                "2.5.4.9",
                128,
                "2.5.4.11",
                64,
                "2.5.4.12",
                64,
                "2.5.4.17",
                40,
                "2.5.4.65",
                128,
                "0.9.2342.19200300.100.1.25",
                63);
        bounds.forEach((oid, bound) -> {
            assertThat(ofLength(oid, bound)).as(oid).isEmpty();
            assertThat(ofLength(oid, bound + 1)).as(oid).containsExactly("csr.subject-length");
            assertThat(ofLength(oid, 0)).as(oid).containsExactly("csr.subject-length");
        });
        assertThat(ofLength("2.5.4.44", 1000)).isEmpty();
        assertThat(ofLength("2.5.4.46", 1000)).isEmpty();
    }

    private List<String> ofLength(String oid, int length) {
        RequestBuilder request = RequestBuilder.rsa();
        request = oid.equals(RequestBuilder.CN)
                ? request.commonName("x".repeat(length))
                : request.name(oid, "x".repeat(length));
        return checker.check(request.der(), FindingCases.PLAIN).findings().stream()
                .map(Finding::id)
                .toList();
    }
}
