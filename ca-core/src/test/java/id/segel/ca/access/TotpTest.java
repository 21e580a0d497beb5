package id.segel.ca.access;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.person.TotpSecret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    /** "12345678901234567890", the secret of RFC 6238 Appendix B. */
    private static final TotpSecret RFC = TotpSecret.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

    private final Totp totp = new Totp();

    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfRfc6238(long seconds, String code) {
        assertThat(totp.code(RFC, Instant.ofEpochSecond(seconds))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"-60, false", "-30, true", "0, true", "30, true", "60, false"})
    void aCodeMayBeOneStepEarlyOrLate(long off, boolean accepted) {
        Instant now = Instant.ofEpochSecond(1_800_000_010);
        Instant made = now.plusSeconds(off);

        assertThat(totp.step(RFC, totp.code(RFC, made), now).isPresent()).isEqualTo(accepted);
    }

    @Test
    void aCodeTellsItsStepSoThatItIsUsedOnce() {
        Instant now = Instant.ofEpochSecond(1_800_000_010);

        assertThat(totp.step(RFC, totp.code(RFC, now.minusSeconds(30)), now)).hasValue(1_800_000_010 / 30 - 1);
        assertThat(totp.step(RFC, totp.code(RFC, now), now)).hasValue(1_800_000_010 / 30);
    }

    @ParameterizedTest
    @CsvSource({"''", "12345", "1234567", "abcdef", "'287 082'"})
    void whatIsNoCodeIsNone(String code) {
        assertThat(totp.step(RFC, code, Instant.ofEpochSecond(59))).isEmpty();
    }
}
