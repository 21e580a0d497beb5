package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * An RSA key was not made by the library of Infineon's chips whose keys can be factored (ROCA, CVE-2017-15361: Nemec,
 * Sys, Svenda, Klinec, Matyas, "The Return of Coppersmith's Attack", CCS 2017).
 *
 * <p>That library takes primes of the form k·M + (65537^a mod M), M being the product of the first primes: 39 of them,
 * 2 to 167, for the shortest keys, and more for longer ones. So modulo each of these small primes both primes, and the
 * modulus with them, are powers of 65537. A key whose modulus is a power of 65537 modulo every odd prime to 167 is
 * refused; among other keys that is one in 240 million (the share of powers of 65537, multiplied over the primes).
 */
final class RocaCheck implements CsrCheck {

    private static final int[] PRIMES = SmallPrimes.oddBelow(168);
    private static final BigInteger PRODUCT = SmallPrimes.product(PRIMES);
    private static final int GENERATOR = 65537;

    /** For each prime the powers of 65537 modulo it. */
    private static final List<BitSet> POWERS = powers();

    @Override
    public String id() {
        return "rsa-roca";
    }

    @Override
    public String source() {
        return "CVE-2017-15361, CA/B BR 6.1.1.3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return RsaModulus.of(csr, context)
                .filter(RocaCheck::hasTheForm)
                .map(modulus -> List.of(FindingKind.RSA_ROCA.with()))
                .orElse(List.of());
    }

    static boolean hasTheForm(BigInteger modulus) {
        BigInteger residue = modulus.mod(PRODUCT);
        for (int i = 0; i < PRIMES.length; i++) {
            if (!POWERS.get(i).get(residue.mod(BigInteger.valueOf(PRIMES[i])).intValue())) {
                return false;
            }
        }
        return true;
    }

    private static List<BitSet> powers() {
        return Arrays.stream(PRIMES).mapToObj(RocaCheck::powersModulo).toList();
    }

    private static BitSet powersModulo(int prime) {
        BitSet powers = new BitSet(prime);
        for (int power = 1; !powers.get(power); power = power * (GENERATOR % prime) % prime) {
            powers.set(power);
        }
        return powers;
    }
}
