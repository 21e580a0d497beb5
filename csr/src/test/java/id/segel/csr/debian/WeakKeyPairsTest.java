package id.segel.csr.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeakKeyPairsTest {

    /**
     * Written by this generator on 2026-11-23. The same keys were then made by the public program key_generator
     * (github.com/CVE-2008-0166/key_generator, OpenSSL 0.9.8f with Debian's change, built for amd64) and had the same
     * hashes.
     */
    @ParameterizedTest
    @MethodSource("compared")
    void theKeyIsTheOneThatTheFaultyOpensslMade(String line) {
        assertSame(line);
    }

    /**
     * Written by this generator on 2026-11-23. The nine RSA-2048 keys of this process id, three of which stand here, had
     * together the check sum that key_generator's own test asks for, which was made on all three platforms.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RSA-2048 le32 rnd 32767 09e6d90d33e351822bec5f3080e9bdac18f71c817bb9a0280bb5222a82108097",
                "RSA-2048 le64 nornd 32767 9ebc7357787c53c2796d1d5418cf9b2097e9f4e55c2b035c807573dbb765c855",
                "RSA-2048 be32 noreadrnd 32767 94164c83a748ee98553ef35e07d117bd0ffb519e39ddb856db6c2fcd492bf974"
            })
    void everyPlatformHasItsOwnKeys(String line) {
        assertSame(line);
    }

    static List<String> compared() {
        List<String> lines = new ArrayList<>(List.of(
                "P-384 le64 rnd 1 2d19ff62d098a96d802e123f371129526d794354de74ec8b8a9d11cf48469f4b",
                "P-256 le64 rnd 4711 583f216186bb69c8521ddbf14154a50de277e48c131539e12ee54aa54302ecb1",
                "RSA-2048 le64 rnd 4711 bae90060ad1f99e5edd01274495fac92e89e50d4074c5d3ec48cb6fd95579f16",
                "P-384 le64 nornd 4711 e77ab7878a0b265c87613dabda02043d8793c2f65fb6c47b34837cbef2f00e4d",
                "P-256 le64 nornd 32767 240d21a22dfc6e43fba07f78b2f700e1a900e1a797024f44a0a4424f1a6abc1f",
                "RSA-3072 le64 nornd 4711 ac3d52facdadfc17ac8ee3421934fd63f084cecaa52168e4050a206b38da7c79",
                "P-256 le64 noreadrnd 1 2bfa2dd105d2002cedeba0c5648bf781ab041cfb6993a7812b64a8f1ac1a5d60",
                "P-384 le64 noreadrnd 32767 c4db5d8f2d377eaba7b2b20a566c05a203eda6b31fba3cf41729f679ec731f52"));
        if (Boolean.getBoolean("segel.long")) {
            // Takes seconds.
            lines.add("RSA-4096 le64 rnd 4711 fdfc90dfc2ab5c1289c0b4f86deb251acdbed9e754cf45f9277bc215fe5ecc35");
        }
        return lines;
    }

    @Test
    void aSetIsNamedByWordsThatExist() {
        assertThatThrownBy(() -> WeakKeyName.of("RSA-2048 le64 rnd")).hasMessageContaining("RSA-2048 le64 rnd");
        assertThatThrownBy(() -> WeakKeyName.of("RSA-2048 be64 rnd 1")).hasMessageContaining("be64");
        assertThatThrownBy(() -> WeakKeyName.of("RSA-2048 le64 random 1")).hasMessageContaining("random");
        assertThatThrownBy(() -> WeakKeyName.of("P-521 le64 rnd 1").hash()).hasMessageContaining("P-521");
        assertThatThrownBy(() -> WeakKeyName.of("P-256 le64 rnd 32768").hash()).hasMessageContaining("32768");
        assertThat(WeakKeyName.of("P-256 le64 rnd 1")).hasToString("P-256 le64 rnd 1");
    }

    /** OpenSSL takes another way there, which this generator does not know, and it must not pretend to. */
    @Test
    void whatWouldBeDrawnInAnotherWayIsRefused() {
        WeakRandom random = new WeakRandom(Platform.LE64, SeedFile.READ, 1);
        assertThatThrownBy(() -> WeakPrimes.prime(random, 512)).hasMessageContaining("512");
        assertThatThrownBy(() -> WeakPrimes.below(random, BigInteger.ONE.shiftLeft(255)))
                .hasMessageContaining("another way");
    }

    private static void assertSame(String line) {
        int space = line.lastIndexOf(' ');
        assertThat(HexFormat.of()
                        .formatHex(WeakKeyName.of(line.substring(0, space)).hash()))
                .isEqualTo(line.substring(space + 1));
    }
}
