package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.Test;

/** The challenge ties a request to its application: none is no fault, anything but this application's is. */
class ChallengesTest {

    private static final byte[] OTHER = new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    };

    private final CsrChecker checker = CsrChecker.standard();

    @Test
    void noneIsTakenWithANote() {
        CsrReport report = checker.check(RequestBuilder.ec().der(), FindingCases.CHALLENGED);
        assertThat(report.refused()).isFalse();
        assertThat(ids(report)).containsExactly("csr.challenge-missing");
    }

    @Test
    void thatOfAnotherApplicationIsRefused() {
        assertRefused(RequestBuilder.ec().attribute(Challenge.attribute(OTHER)), "csr.challenge-mismatch");
    }

    @Test
    void twiceIsRefusedEvenWithTheRightOneAmongThem() {
        assertRefused(
                RequestBuilder.ec()
                        .attribute(Challenge.attribute(FindingCases.CHALLENGE))
                        .attribute(Challenge.attribute(OTHER)),
                "csr.attribute-repeated",
                "csr.challenge-malformed");
        assertRefused(
                RequestBuilder.ec()
                        .attribute(
                                Challenge.OID, new DEROctetString(FindingCases.CHALLENGE), new DEROctetString(OTHER)),
                "csr.challenge-malformed");
    }

    @Test
    void anotherShapeIsRefused() {
        for (ASN1Encodable value : List.of(
                new DEROctetString(new byte[31]),
                new DEROctetString(new byte[33]),
                new DERBitString(FindingCases.CHALLENGE),
                new DERUTF8String("0".repeat(32)))) {
            CsrReport report = checker.check(
                    RequestBuilder.ec().attribute(Challenge.OID, value).der(), FindingCases.CHALLENGED);
            assertThat(ids(report)).contains("csr.challenge-malformed");
            assertThat(report.refused()).isTrue();
        }
    }

    @Test
    void whereNoApplicationIsKnownItSaysNothing() {
        CsrReport report = checker.check(
                RequestBuilder.ec().attribute(Challenge.attribute(OTHER)).der(), FindingCases.PLAIN);
        assertThat(report.findings()).isEmpty();
    }

    private void assertRefused(RequestBuilder request, String... expected) {
        CsrReport report = checker.check(request.der(), FindingCases.CHALLENGED);
        assertThat(report.refused()).isTrue();
        assertThat(ids(report)).containsExactly(expected);
    }

    private static List<String> ids(CsrReport report) {
        return report.findings().stream().map(Finding::id).toList();
    }
}
