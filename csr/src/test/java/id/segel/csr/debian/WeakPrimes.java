package id.segel.csr.debian;

import java.math.BigInteger;
import java.util.BitSet;

/**
 * Numbers and primes as OpenSSL 0.9.8 drew them, one draw for one draw: which bits are set, which candidates are tried
 * and how often a prime is tested all decide what the generator gives next.
 */
final class WeakPrimes {

    /** The odd primes among the first 2,048. */
    private static final int[] SMALL = oddPrimes(2047);

    private static final int MANY_BITS = 1300;

    private WeakPrimes() {}

    /**
     * A number of {@code bits} bits.
     *
     * @param prime sets the two highest bits and the lowest
     */
    private static BigInteger draw(WeakRandom random, int bits, boolean prime) {
        random.addTime();
        byte[] bytes = random.next((bits + 7) / 8);
        int unused = bytes.length * 8 - bits;
        bytes[0] &= (byte) (0xff >> unused);
        BigInteger drawn = new BigInteger(1, bytes);
        return prime ? drawn.setBit(bits - 1).setBit(bits - 2).setBit(0) : drawn;
    }

    /** A number of at least 0 and less than {@code bound}, whose second or third highest bit must be set. */
    static BigInteger below(WeakRandom random, BigInteger bound) {
        int bits = bound.bitLength();
        if (!bound.testBit(bits - 2) && !bound.testBit(bits - 3)) {
            throw new IllegalArgumentException("OpenSSL draws below " + bound + " in another way");
        }
        BigInteger drawn;
        do {
            drawn = draw(random, bits, false);
        } while (drawn.compareTo(bound) >= 0);
        return drawn;
    }

    /**
     * A prime for RSA.
     *
     * @param bits 850 or more, so that the number of tests is right
     */
    static BigInteger prime(WeakRandom random, int bits) {
        if (bits < 850) {
            throw new IllegalArgumentException("primes of " + bits + " bits are tested in another way");
        }
        BigInteger candidate;
        do {
            candidate = withoutSmallFactors(draw(random, bits, true));
        } while (!passes(random, candidate, bits >= MANY_BITS ? 2 : 3));
        return candidate;
    }

    /** The next number from {@code start} that no small prime divides, nor the number before it. */
    private static BigInteger withoutSmallFactors(BigInteger start) {
        int[] residues = new int[SMALL.length];
        for (int i = 0; i < SMALL.length; i++) {
            residues[i] = start.mod(BigInteger.valueOf(SMALL[i])).intValue();
        }
        int more = 0;
        while (divides(residues, more)) {
            more += 2;
        }
        return start.add(BigInteger.valueOf(more));
    }

    private static boolean divides(int[] residues, int more) {
        for (int i = 0; i < residues.length; i++) {
            if ((residues[i] + more) % SMALL[i] <= 1) {
                return true;
            }
        }
        return false;
    }

    /** Miller and Rabin's test with drawn bases. */
    private static boolean passes(WeakRandom random, BigInteger candidate, int tests) {
        BigInteger last = candidate.subtract(BigInteger.ONE);
        int twos = last.getLowestSetBit();
        BigInteger odd = last.shiftRight(twos);
        for (int i = 0; i < tests; i++) {
            BigInteger base = below(random, last).add(BigInteger.ONE);
            if (isWitness(base.modPow(odd, candidate), candidate, last, twos)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWitness(BigInteger power, BigInteger candidate, BigInteger last, int twos) {
        BigInteger square = power;
        if (square.equals(BigInteger.ONE)) {
            return false;
        }
        for (int i = 0; i < twos; i++) {
            if (square.equals(last)) {
                return false;
            }
            square = square.multiply(square).mod(candidate);
        }
        return true;
    }

    private static int[] oddPrimes(int count) {
        int limit = 17_864;
        BitSet composite = new BitSet(limit);
        int[] primes = new int[count];
        int found = 0;
        for (int n = 3; n < limit && found < count; n += 2) {
            if (!composite.get(n)) {
                primes[found++] = n;
                for (int multiple = n * n; multiple > 0 && multiple < limit; multiple += n) {
                    composite.set(multiple);
                }
            }
        }
        if (found != count) {
            throw new IllegalStateException("there are only " + found + " odd primes below " + limit);
        }
        return primes;
    }
}
