package id.segel.ca.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.junit.jupiter.api.Test;

class UploadedPrivateKeysTest {
    @Test
    void thePublicHalfOfAKeyIsFoundHoweverItIsWritten() throws Exception {
        for (KeyPair key : new KeyPair[] {TestAuthority.rsaKey(2048), TestAuthority.ecKey()}) {
            byte[] spki = key.getPublic().getEncoded();
            byte[] pkcs8 = key.getPrivate().getEncoded();
            assertThat(UploadedPrivateKeys.publicHalves(pkcs8)).containsExactly(spki);
            assertThat(UploadedPrivateKeys.publicHalves(Csrs.pem("PRIVATE KEY", pkcs8)))
                    .containsExactly(spki);
            assertThat(UploadedPrivateKeys.publicHalves(Csrs.privateKeyPem(key)))
                    .containsExactly(spki);
        }
    }

    @Test
    void aKeyAfterABlockThatCannotBeReadIsFound() {
        KeyPair key = TestAuthority.ecKey();
        String file = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"
                + new String(Csrs.privateKeyPem(key), StandardCharsets.US_ASCII);
        assertThat(UploadedPrivateKeys.publicHalves(file.getBytes(StandardCharsets.US_ASCII)))
                .containsExactly(key.getPublic().getEncoded());
    }

    @Test
    void somebodyElsesModulusWithAnInventedExponentBlocksNothing() throws Exception {
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) TestAuthority.rsaKey(2048).getPrivate();
        byte[] forged = new RSAPrivateKey(
                        key.getModulus(),
                        key.getPublicExponent(),
                        key.getPrivateExponent().add(BigInteger.ONE),
                        BigInteger.valueOf(3),
                        BigInteger.valueOf(5),
                        BigInteger.valueOf(7),
                        BigInteger.valueOf(11),
                        BigInteger.valueOf(13))
                .getEncoded();
        assertThat(UploadedPrivateKeys.publicHalves(forged)).isEmpty();
    }

    @Test
    void bytesThatHoldNoKeyGiveNothing() {
        assertThat(UploadedPrivateKeys.publicHalves(new byte[0])).isEmpty();
        assertThat(UploadedPrivateKeys.publicHalves(new byte[] {0x30, (byte) 0x84, 0x7f, 0, 0, 0}))
                .isEmpty();
        assertThat(UploadedPrivateKeys.publicHalves("-----BEGIN ".repeat(5000).getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }
}
