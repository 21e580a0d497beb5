package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;

/**
 * The primes of an RSA modulus are not so close together that Fermat's method of factoring finds them at once
 * (CVE-2022-26320: printers that took the next prime after the first one as the second). Also finds the square of a
 * prime.
 *
 * <p>{@value #ROUNDS} rounds, as CA/B BR 6.1.1.3 demands: modulus = a² - b² is tried for that many a, from the modulus'
 * square root on upwards. Primes chosen apart are not found in any number of rounds that could be computed.
 */
final class RsaClosePrimesCheck implements CsrCheck {

    static final int ROUNDS = 100;

    /** 5 · 7 · 9 · 11 · 13: modulo this and 64, fewer than 9 of a thousand other numbers look like squares. */
    private static final int SIEVE = 45_045;

    private static final int LOW_BITS = 64;
    private static final BigInteger SIEVE_MODULUS = BigInteger.valueOf(SIEVE);
    private static final BitSet SQUARES = squaresModulo(SIEVE);
    private static final BitSet LOW_SQUARES = squaresModulo(LOW_BITS);

    @Override
    public String id() {
        return "rsa-close-primes";
    }

    @Override
    public String source() {
        return "CVE-2022-26320, CA/B BR 6.1.1.3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return RsaModulus.of(csr, context)
                .filter(RsaClosePrimesCheck::factorsAreClose)
                .map(modulus -> List.of(FindingKind.RSA_CLOSE_PRIMES.with()))
                .orElse(List.of());
    }

    static boolean factorsAreClose(BigInteger modulus) {
        BigInteger root = modulus.sqrt();
        BigInteger a = root.multiply(root).equals(modulus) ? root : root.add(BigInteger.ONE);
        BigInteger rest = a.multiply(a).subtract(modulus);
        for (int round = 0; round < ROUNDS; round++) {
            if (isSquare(rest)) {
                return true;
            }
            // (a + 1)² - a² = 2a + 1
            rest = rest.add(a.shiftLeft(1)).add(BigInteger.ONE);
            a = a.add(BigInteger.ONE);
        }
        return false;
    }

    private static boolean isSquare(BigInteger number) {
        if (!LOW_SQUARES.get(number.intValue() & LOW_BITS - 1)
                || !SQUARES.get(number.mod(SIEVE_MODULUS).intValue())) {
            return false;
        }
        BigInteger root = number.sqrt();
        return root.multiply(root).equals(number);
    }

    private static BitSet squaresModulo(int modulus) {
        BitSet squares = new BitSet(modulus);
        for (long i = 0; i < modulus; i++) {
            squares.set((int) (i * i % modulus));
        }
        return squares;
    }
}
