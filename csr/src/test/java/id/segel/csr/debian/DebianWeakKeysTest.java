package id.segel.csr.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.csr.RequestBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebianWeakKeysTest {

    private static final boolean LONG = Boolean.getBoolean("segel.long");
    private static final int RSA_SAMPLES = LONG ? 100 : 1;
    private static final int EC_SAMPLES = LONG ? 5000 : 3;

    /** As docs/debian-weak-keys.md says. */
    private static final String RESOURCE_SHA256 = "75ec52bbbd1f1b312e8fddc1bd4240f2347d08801df591e38708f41457f24eae";

    private final DebianWeakKeys list = DebianWeakKeys.bundled();

    @ParameterizedTest
    @EnumSource
    void everyKeyMadeAgainStandsInTheList(Platform platform) {
        Random random = new Random(platform.ordinal());
        for (SeedFile seedFile : SeedFile.values()) {
            for (ListedKeys kind : ListedKeys.values()) {
                if (!WriteWeakKeyList.isListed(kind, platform, seedFile)) {
                    continue;
                }
                int samples = kind == ListedKeys.RSA_2048 ? RSA_SAMPLES : EC_SAMPLES;
                for (int processId :
                        random.ints(samples, 0, WeakRandom.PROCESS_IDS).toArray()) {
                    assertThat(listed(kind, number(kind, new WeakRandom(platform, seedFile, processId))))
                            .as("%s %s %s %d", kind, platform, seedFile, processId)
                            .isTrue();
                }
            }
        }
    }

    /** No two of the keys are the same, nor begin alike. */
    @ParameterizedTest
    @CsvSource({"RSA_2048,8", "P_256,9", "P_384,9"})
    void theListHoldsEveryKeyOfItsSets(ListedKeys kind, int sets) {
        assertThat(list.size(kind)).isEqualTo(sets * WeakRandom.PROCESS_IDS);
    }

    @Test
    void honestKeysDoNotStandInTheList() {
        Random random = new Random(1);
        int found = 0;
        for (int i = 0; i < 10_000; i++) {
            BigInteger number = new BigInteger(2048, random).setBit(2047);
            found += list.containsRsa(number) ? 1 : 0;
            found += list.containsEc(ListedKeys.P_256, number.shiftRight(2048 - 256)) ? 1 : 0;
            found += list.containsEc(ListedKeys.P_384, number.shiftRight(2048 - 384)) ? 1 : 0;
        }
        // The odds are 1 in 3.7 million and better.
        assertThat(found).isLessThan(2);
        assertThat(list.containsRsa(((RSAPublicKey) RequestBuilder.rsaKey(2048).getPublic()).getModulus()))
                .isFalse();
        assertThat(list.containsEc(
                        ListedKeys.P_256,
                        ((ECPublicKey) RequestBuilder.ecKey("secp256r1").getPublic())
                                .getW()
                                .getAffineX()))
                .isFalse();
    }

    @Test
    void numbersThatAreNoKeysAreNotFound() {
        assertThat(list.containsRsa(BigInteger.ZERO)).isFalse();
        assertThat(list.containsRsa(BigInteger.ONE.shiftLeft(2047).negate())).isFalse();
        assertThat(list.containsRsa(BigInteger.ONE.shiftLeft(100_000))).isFalse();
        assertThat(list.containsEc(ListedKeys.P_256, BigInteger.ZERO)).isFalse();
    }

    @Test
    void theFileIsSortedWithoutRepetitionAndTheDocumentedOne() throws Exception {
        byte[] file = file();
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)))
                .isEqualTo(RESOURCE_SHA256);
        assertThat(file.length).isLessThan(3 << 20);
        ByteBuffer buffer = ByteBuffer.wrap(file).position(8);
        for (ListedKeys kind : ListedKeys.values()) {
            byte[] counts = new byte[1 << 16];
            buffer.getInt();
            buffer.get(counts);
            int unsorted = 0;
            for (byte count : counts) {
                int previous = -1;
                for (int i = 0; i < (count & 0xff); i++) {
                    int rest = (buffer.get() & 0xff) << 16 | (buffer.getShort() & 0xffff);
                    unsorted += rest > previous ? 0 : 1;
                    previous = rest;
                }
            }
            assertThat(unsorted).as(kind.label()).isZero();
        }
        assertThat(buffer.remaining()).isEqualTo(4);
    }

    @Test
    void aMissingListIsAnError() {
        assertThatThrownBy(() -> DebianWeakKeys.read(null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("debian-weak-keys.bin")
                .hasMessageContaining("is missing")
                .hasMessageContaining("Install Segel again");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.000004, 0.01, 0.3, 0.5, 0.8, 0.999999})
    void aListWithAChangedBitIsAnError(double where) throws IOException {
        byte[] file = file();
        file[(int) (where * file.length)] ^= 1;
        assertThatThrownBy(() -> DebianWeakKeys.read(new ByteArrayInputStream(file)))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(".*(does not begin with|does not have the checksum).*");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 100_000, 2_000_000})
    void aListThatIsCutOffIsAnError(int length) throws IOException {
        byte[] part = Arrays.copyOf(file(), length);
        assertThatThrownBy(() -> DebianWeakKeys.read(new ByteArrayInputStream(part)))
                .isInstanceOf(IOException.class);
        if (length >= 12) {
            assertThatThrownBy(() -> DebianWeakKeys.read(new ByteArrayInputStream(withChecksum(part))))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(".*(ends before its keys|says it has).*");
        }
    }

    @Test
    void aListThatIsTooLongIsAnError() throws IOException {
        byte[] longer = Arrays.copyOf(file(), file().length + 5);
        assertThatThrownBy(() -> DebianWeakKeys.read(new ByteArrayInputStream(withChecksum(longer))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("5 bytes too many");
        assertThatThrownBy(() -> DebianWeakKeys.read(new ByteArrayInputStream(new byte[9 << 20])))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aTableWhoseCountsDoNotAddUpIsAnError() throws IOException {
        byte[] file = file();
        file[12]++;
        assertThatThrownBy(() -> DebianWeakKeys.read(new ByteArrayInputStream(withChecksum(file))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keys of the kind RSA-2048 and does not");
    }

    static BigInteger number(ListedKeys kind, WeakRandom random) {
        return kind == ListedKeys.RSA_2048
                ? WeakKeyPairs.rsa(random, 2048).modulus()
                : WeakKeyPairs.ec(random, kind).x();
    }

    private boolean listed(ListedKeys kind, BigInteger number) {
        return kind == ListedKeys.RSA_2048 ? list.containsRsa(number) : list.containsEc(kind, number);
    }

    private static byte[] withChecksum(byte[] file) {
        CRC32 checksum = new CRC32();
        checksum.update(file, 0, file.length - 4);
        ByteBuffer.wrap(file).putInt(file.length - 4, (int) checksum.getValue());
        return file;
    }

    private static byte[] file() throws IOException {
        try (InputStream in = DebianWeakKeys.class.getResourceAsStream(DebianWeakKeys.RESOURCE)) {
            return Objects.requireNonNull(in, DebianWeakKeys.RESOURCE).readAllBytes();
        }
    }
}
