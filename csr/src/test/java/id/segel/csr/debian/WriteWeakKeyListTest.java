package id.segel.csr.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteWeakKeyListTest {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(2047).setBit(0);
    private static final BigInteger X = BigInteger.valueOf(77);

    private final WriteWeakKeyList writer = new WriteWeakKeyList();

    @Test
    void whatIsWrittenIsFoundAndNothingElse() throws IOException {
        DebianWeakKeys list =
                small(List.of(line("RSA-2048", 1, MODULUS), line("P-256", 1, X), line("P-384", 1, MODULUS)));
        assertThat(list.containsRsa(MODULUS)).isTrue();
        assertThat(list.containsRsa(MODULUS.add(BigInteger.TWO))).isFalse();
        assertThat(list.containsEc(ListedKeys.P_256, X)).isTrue();
        assertThat(list.containsEc(ListedKeys.P_384, X)).isFalse();
        for (ListedKeys kind : ListedKeys.values()) {
            assertThat(list.size(kind)).isEqualTo(1);
        }
    }

    @Test
    void keysThatBeginAlikeAreAllFound() throws IOException {
        writer.add(line("RSA-2048", 1, MODULUS));
        writer.add(line("P-256", 1, X));
        writer.add(line("P-384", 1, X));
        // The same first two bytes, and rests on both sides.
        String prefix = hash(MODULUS).substring(0, 4);
        for (int i = 0; i < 200; i++) {
            writer.add("RSA-2048 le64 rnd " + (i + 2) + " " + prefix + String.format("%06x", i * 80_000)
                    + "00".repeat(27));
        }
        DebianWeakKeys list = DebianWeakKeys.read(new ByteArrayInputStream(writer.encode()));
        assertThat(list.containsRsa(MODULUS)).isTrue();
        assertThat(list.size(ListedKeys.RSA_2048)).isEqualTo(201);
    }

    @Test
    void theOrderOfTheInputDoesNotMatter() throws IOException {
        WriteWeakKeyList other = new WriteWeakKeyList();
        writer.add(line("P-256", 1, X));
        writer.add(line("P-256", 2, MODULUS));
        other.add(line("P-256", 2, MODULUS));
        other.add(line("P-256", 1, X));
        assertThat(writer.encode()).isEqualTo(other.encode());
    }

    @Test
    void aListThatIsNotWholeIsNotWritten() {
        writer.add(line("RSA-2048", 0, MODULUS));
        assertThatThrownBy(writer::requireWhole).hasMessageContaining("is missing");
    }

    @Test
    void linesThatCannotBeTrueAreRefused() {
        writer.add(line("P-256", 1, X));
        assertThatThrownBy(() -> writer.add(line("P-256", 1, X))).hasMessage("P-256 le64 rnd 1 comes twice");
        assertThatThrownBy(() -> writer.add("P-256 le64 rnd 2 abcd")).hasMessageContaining("not 2");
        assertThatThrownBy(() -> writer.add(line("RSA-4096", 1, X)))
                .hasMessageContaining("RSA-4096 le64 rnd are not listed");
        assertThatThrownBy(() -> writer.add("RSA-2048 be32 noreadrnd 1 " + hash(X)))
                .hasMessageContaining("not listed");
        assertThatThrownBy(() -> writer.add("")).isInstanceOf(IllegalArgumentException.class);
    }

    private DebianWeakKeys small(List<String> lines) throws IOException {
        lines.forEach(writer::add);
        return DebianWeakKeys.read(new ByteArrayInputStream(writer.encode()));
    }

    private static String line(String kind, int processId, BigInteger number) {
        return kind + " le64 rnd " + processId + " " + hash(number);
    }

    private static String hash(BigInteger number) {
        return HexFormat.of().formatHex(DebianWeakKeys.hash(number));
    }
}
