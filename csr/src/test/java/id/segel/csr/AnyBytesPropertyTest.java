package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever the bytes, there is a report, and nothing that was not verified passes. */
class AnyBytesPropertyTest {

    private static final int TRIES = Boolean.getBoolean("segel.long") ? 200_000 : 1000;
    private static final KeyPair KEY = RequestBuilder.rsaKey(2048);

    private static final List<byte[]> REAL = List.of(
            RequestBuilder.with(KEY, RequestBuilder.SHA256_RSA, "SHA256withRSA").der(),
            RequestBuilder.ec().der(),
            RequestBuilder.rsa().pem(),
            RequestBuilder.ec()
                    .attribute(Challenge.attribute(FindingCases.CHALLENGE))
                    .extensions(FindingCases.keyUsage(128))
                    .der());

    private final CsrChecker checker = CsrChecker.standard();

    @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
    void randomBytesGiveAReport(@ForAll byte[] bytes) {
        assertThat(checker.check(bytes, FindingCases.ACCOUNT).refused()).isTrue();
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
    void bytesThatBeginLikeDerGiveAReport(@ForAll byte[] bytes) {
        byte[] sequence = FindingCases.join(new byte[] {0x30, (byte) Math.min(127, bytes.length)}, bytes);
        assertThat(checker.check(sequence, FindingCases.ACCOUNT).refused()).isTrue();
    }

    @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
    void damagedRequestsGiveAReportAndNeverPassChanged(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES / 20; i++) {
            byte[] original = REAL.get(random.nextInt(REAL.size()));
            byte[] damaged = damage(original, random);
            CsrReport report = checker.check(damaged, FindingCases.PLAIN);
            assertThat(report.findings()).extracting(Finding::id).doesNotContain("csr.cannot-be-checked");
            if (!report.refused()) {
                // Text around a PEM block, or its white space, may change; what was signed may not.
                assertThat(REAL.stream().map(this::signedPart)).anyMatch(r -> Arrays.equals(r, signedPart(damaged)));
            }
        }
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    private byte[] signedPart(byte[] file) {
        ParsedCsr csr = checker.check(file, FindingCases.PLAIN).csr();
        assertThat(csr).isNotNull();
        return csr.requestInfo();
    }

    private static byte[] damage(byte[] original, Random random) {
        byte[] damaged = original.clone();
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 ->
                    damaged = FindingCases.join(
                            Arrays.copyOf(damaged, at),
                            Arrays.copyOfRange(damaged, Math.min(damaged.length, at + 1), damaged.length),
                            new byte[1]);
                case 3 -> {
                    byte[] more = new byte[1 + random.nextInt(8)];
                    random.nextBytes(more);
                    damaged = FindingCases.join(
                            Arrays.copyOf(damaged, at), more, Arrays.copyOfRange(damaged, at, damaged.length));
                }
                default -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
            }
        }
        return damaged;
    }
}
