package id.segel.csr;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What one check allocates at most. Its time is for {@code deploy/bench csr} to judge, on a machine that is idle. */
class AllocationTest {

    private static final long MOST_BYTES = 10_000_000;
    private static final Map<FindingKind, Supplier<FindingCases.Case>> CASES = FindingCases.all();

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final CsrChecker checker = CsrChecker.standard();

    @ParameterizedTest
    @EnumSource
    void noCaseAllocatesMoreThanTenMegabytes(FindingKind kind) {
        FindingCases.Case example = requireNonNull(CASES.get(kind), kind.name()).get();
        assertThat(allocatedBy(example.input(), example.context())).isPositive().isLessThan(MOST_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"2048," + KnownModuli.MAX_BITS_SHORT, "4096," + KnownModuli.MAX_BITS_LONG})
    void aKeyComparedWithAsManyAsAreKeptStaysWithinTheLimit(int bits, int most) {
        KnownModuli known = new KnownModuli();
        BigInteger first = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        for (int i = 0; i < most / bits; i++) {
            known.add(first.subtract(BigInteger.valueOf(2L * i)));
        }
        assertThat(known.size()).isEqualTo(most / bits);
        CsrContext context = new CsrContext(KeyRules.standard(), null, null, null, known);
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        byte[] request = RequestBuilder.rsa().rsaPublicKey(modulus, WeakKeys.F4).der();
        assertThat(allocatedBy(request, context)).isPositive().isLessThan(MOST_BYTES);
    }

    /** The longest product and the longest numbers that fit into a file; nothing is computed with them. */
    @Test
    void hugeNumbersAreRefusedBeforeAnythingIsComputed() {
        KeyRules longest = new KeyRules(2048, KeyRules.RSA_HARD_CAP_BITS, KeyRules.KNOWN_CURVES, true);
        CsrContext context = new CsrContext(longest, null, null, null, modulus -> {
            throw new AssertionError("asked about a modulus of " + modulus.bitLength() + " bits");
        });
        BigInteger overCap =
                BigInteger.ONE.shiftLeft(KeyRules.RSA_HARD_CAP_BITS).setBit(0);
        BigInteger huge = BigInteger.ONE.shiftLeft(250_000).setBit(0);
        for (BigInteger modulus : Arrays.asList(overCap, huge, overCap.negate(), huge.negate())) {
            for (BigInteger exponent : Arrays.asList(BigInteger.valueOf(65537), huge, huge.negate())) {
                byte[] request =
                        RequestBuilder.rsa().rsaPublicKey(modulus, exponent).der();
                CsrReport report = checker.check(request, context);
                assertThat(report.findings())
                        .extracting(Finding::id)
                        .contains("csr.rsa-too-long", "csr.signature-unverifiable")
                        .doesNotContain("csr.cannot-be-checked");
            }
        }
        byte[] request = RequestBuilder.rsa()
                .rsaPublicKey(WeakKeys.modulus(WeakKeys.good()), huge)
                .der();
        assertThat(checker.check(request, FindingCases.PLAIN).findings())
                .extracting(Finding::id)
                .containsExactly("csr.rsa-exponent", "csr.signature-unverifiable");
    }

    private long allocatedBy(byte[] input, CsrContext context) {
        // The first check loads classes and makes their tables, which is no cost of this input.
        checker.check(input, context);
        long before = thread.getCurrentThreadAllocatedBytes();
        checker.check(input, context);
        return thread.getCurrentThreadAllocatedBytes() - before;
    }
}
