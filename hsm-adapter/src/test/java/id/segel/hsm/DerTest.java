package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
    @ParameterizedTest
    @ValueSource(ints = {32, 48})
    void ecdsaSignaturesAreEncodedAsBouncyCastleEncodesThem(int half) throws Exception {
        Random random = new Random(4711);
        for (int i = 0; i < 2000; i++) {
            byte[] raw = new byte[2 * half];
            random.nextBytes(raw);
            // Leading zeros, ones that leave the sign bit set, and a half that is nothing else.
            for (int zero = 0; zero < i % (half + 1); zero++) {
                raw[zero] = 0;
            }
            assertEncoded(raw, half);
        }
    }

    private static void assertEncoded(byte[] raw, int half) throws Exception {
        byte[] expected = new DERSequence(new ASN1Integer[] {
                    new ASN1Integer(new BigInteger(1, raw, 0, half)),
                    new ASN1Integer(new BigInteger(1, raw, half, half))
                })
                .getEncoded();
        assertThat(Der.ecdsaSignature(raw)).as(HexFormat.of().formatHex(raw)).isEqualTo(expected);
    }
}
