package id.segel.ca.subjectkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of bad keys as people keep them. */
class BlockedKeyFileTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    private static List<String> read(String text) throws IOException {
        return BlockedKeyFile.read(new StringReader(text)).stream()
                .map(HexFormat.of()::formatHex)
                .toList();
    }

    private static List<String> faults(String text) {
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> BlockedKeyFile.read(new StringReader(text)));
        assertThat(refused).as("a list with a fault is refused").isNotNull();
        return refused.faults().stream().map(Fault::pointer).toList();
    }

    @Test
    void hashesWithRemarksCommentsAndBlankLinesAreRead() throws IOException {
        assertThat(read("# daftar\n\n" + B.toUpperCase(java.util.Locale.ROOT) + " dari kartu lama\r\n  " + A
                        + "\t2017\n" + A + "\n"))
                .containsExactly(A, B);
    }

    @Test
    void publicKeysInPemAreReadByTheirSubjectPublicKeyInfo() throws Exception {
        byte[] spki = key().getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(spki) + "\n-----END PUBLIC KEY-----\n";
        assertThat(read(pem + A + "\n")).containsExactlyInAnyOrder(A, Sha256.hex(spki));
    }

    @Test
    void everyFaultIsNamedByItsLine() throws Exception {
        assertThat(faults(A + "\nbukan kunci\n" + A.substring(1) + "\n-----BEGIN PUBLIC KEY-----\nAAAA\n"
                        + "-----END PUBLIC KEY-----\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
                        + "-----BEGIN PUBLIC KEY-----\nAAAA\n"))
                .containsExactly("/line/2", "/line/3", "/line/4", "/line/7", "/line/10");
    }

    @Test
    void aListWithoutAKeyIsRefused() {
        assertThat(faults("# hanya catatan\n")).hasSize(1);
    }

    @Test
    void aLineOfAMegabyteIsAFaultAndNoMore() {
        assertThat(faults("f".repeat(1 << 20) + "\n" + A + "\n")).containsExactly("/line/1");
    }

    @Test
    void atMostTwentyFaultsAreTold() {
        assertThat(faults("x\n".repeat(1000))).hasSize(20);
    }

    private static KeyPair key() throws NoSuchAlgorithmException {
        return KeyPairGenerator.getInstance("EC").generateKeyPair();
    }
}
