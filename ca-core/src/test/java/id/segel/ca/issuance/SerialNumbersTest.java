package id.segel.ca.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Serial numbers have the randomness they promise; incidents 1 was one bit too few of it. */
class SerialNumbersTest {
    private static final int DRAWS = 10_000;

    @Test
    void tenThousandSerialsAreDistinctPositiveAndOfTwentyOctets() {
        SerialNumbers serials = new SerialNumbers(new SecureRandom());
        Set<BigInteger> seen = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            byte[] serial = serials.next();
            BigInteger number = new BigInteger(serial);
            assertThat(serial).hasSize(20);
            assertThat(number.signum()).isPositive();
            assertThat(number.toByteArray()).as("DER keeps every octet").isEqualTo(serial);
            assertThat(seen.add(number)).isTrue();
        }
    }

    @Test
    void everyBitButTheSignIsSetInAboutHalfOfTenThousandSerials() {
        SerialNumbers serials = new SerialNumbers(new SecureRandom());
        int[] set = new int[160];
        for (int i = 0; i < DRAWS; i++) {
            byte[] serial = serials.next();
            for (int bit = 0; bit < 160; bit++) {
                set[bit] += serial[bit / 8] >> 7 - bit % 8 & 1;
            }
        }
        assertThat(set[0]).as("the sign").isZero();
        for (int bit = 1; bit < 160; bit++) {
            // The standard deviation is 50: seven of them come by chance once in 10^12 times. The first octet is never
            // zero, which moves its bits by 0.4 %, under 40 of 10,000.
            assertThat(set[bit]).as("bit %s", bit).isBetween(4600, 5400);
        }
    }

    @Test
    void aSourceThatRepeatsItselfIsDrawnFromInFull() {
        int[] octets = new int[1];
        SerialNumbers serials = new SerialNumbers(new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                octets[0] += bytes.length;
                java.util.Arrays.fill(bytes, (byte) 0x81);
            }
        });
        assertThat(serials.next()[0]).isEqualTo((byte) 0x01);
        assertThat(octets[0]).isEqualTo(20);
    }
}
