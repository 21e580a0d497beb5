package id.segel.ca.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SerialsTest {
    @Test
    void anyCaseAndLeadingZerosAreTheSameNumber() {
        byte[] serial = Serials.fromHex("1a2B3c").orElseThrow();
        assertThat(serial).isEqualTo(new BigInteger("1A2B3C", 16).toByteArray());
        assertThat(Serials.fromHex("00001A2b3C"))
                .hasValueSatisfying(same -> assertThat(same).isEqualTo(serial));
        assertThat(Serials.fromHex("01a2b3c"))
                .hasValueSatisfying(odd -> assertThat(odd).isEqualTo(serial));
    }

    @Test
    void whatIsNoSerialNumberIsNothing() {
        assertThat(Serials.fromHex("")).isEmpty();
        assertThat(Serials.fromHex("0")).isEmpty();
        assertThat(Serials.fromHex("00")).isEmpty();
        assertThat(Serials.fromHex("-1a")).isEmpty();
        assertThat(Serials.fromHex("0x1a")).isEmpty();
        assertThat(Serials.fromHex("1a 2b")).isEmpty();
        assertThat(Serials.fromHex("1a:2b")).isEmpty();
        assertThat(Serials.fromHex("f".repeat(41))).isEmpty();
        assertThat(Serials.fromHex("0".repeat(1000) + "1")).isEmpty();
    }

    @Test
    void inAnswersItIsLowerCaseWithAnEvenNumberOfDigits() {
        assertThat(Serials.toHex(new byte[] {0, 0x0A, (byte) 0xBC})).isEqualTo("0abc");
    }
}
