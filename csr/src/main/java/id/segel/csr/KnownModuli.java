package id.segel.csr;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest RSA moduli that are known, kept so that a new one can be tried for a prime in common with any of them
 * (Heninger, Durumeric, Wustrow, Halderman, "Mining Your Ps and Qs", USENIX Security 2012: two devices short of
 * randomness that begin with the same prime).
 *
 * <p>Compared are moduli of the same length, rounded up to whole 1024 bits: what begins with the same prime goes on to
 * the same length. Bounded: the newest {@link #MAX_BITS_SHORT} bits of moduli of up to 2048 bits, that is 1024 keys of
 * the usual length, and for longer ones, whose time the prime test needs, {@link #MAX_BITS_LONG} bits for each length
 * (85 keys of 3072 bits, 64 of 4096); the oldest are let go first, 32 or fewer at a time. Comparing a key with all that
 * were ever seen takes a batch gcd, apart from any request.
 *
 * <p>Cost: the moduli are kept as products of about 64 Kibit; one check is a pass over those of its length and one gcd,
 * linear in the bits kept and in the length of the modulus: 2.5 ms of processor time for 2048 bits and 1 ms for longer
 * ones (Xeon of 2.8 GHz), and less than 2 MB.
 *
 * <p>Safe for use by several threads; a check sees the moduli as they were when it began.
 */
public final class KnownModuli implements SharedPrimeLookup {

    /** Most bits of moduli of up to 2048 bits that are kept. */
    public static final int MAX_BITS_SHORT = 2 * 1024 * 1024;

    /** Most bits of longer moduli that are kept, for each length. */
    public static final int MAX_BITS_LONG = 256 * 1024;

    private static final int CHUNK_BITS = 64 * 1024;
    private static final int LIMB_BITS = 2048;
    private static final int MIN_BITS = 512;
    private static final BigInteger LIMB_MASK =
            BigInteger.ONE.shiftLeft(LIMB_BITS).subtract(BigInteger.ONE);

    /** For each length in units of 1024 bits, oldest first; replaced as a whole by {@link #add}. */
    private volatile Map<Integer, List<Chunk>> known = Map.of();

    /** Knows nothing yet. */
    public KnownModuli() {}

    /**
     * Moduli that are multiplied with one another.
     *
     * @param bits the sum of their lengths
     * @param limbs the product in pieces of {@link #LIMB_BITS}, lowest first
     */
    private record Chunk(List<BigInteger> moduli, int bits, BigInteger product, List<BigInteger> limbs) {

        static final Chunk EMPTY = new Chunk(List.of(), 0, BigInteger.ONE, List.of());

        Chunk with(BigInteger modulus) {
            List<BigInteger> more = new ArrayList<>(moduli);
            more.add(modulus);
            BigInteger larger = product.multiply(modulus);
            return new Chunk(List.copyOf(more), bits + modulus.bitLength(), larger, limbsOf(larger));
        }

        BigInteger productWithout(BigInteger modulus) {
            return moduli.stream().filter(m -> !m.equals(modulus)).reduce(BigInteger.ONE, BigInteger::multiply);
        }

        private static List<BigInteger> limbsOf(BigInteger product) {
            List<BigInteger> limbs = new ArrayList<>();
            for (BigInteger rest = product; rest.signum() > 0; rest = rest.shiftRight(LIMB_BITS)) {
                limbs.add(rest.and(LIMB_MASK));
            }
            return limbs;
        }
    }

    /**
     * Takes one more modulus, and lets the oldest go when there are too many.
     *
     * @return false when it is no odd positive number of 512 to {@link KeyRules#RSA_HARD_CAP_BITS} bits, which no
     *     accepted key is; nothing is kept then
     */
    public synchronized boolean add(BigInteger modulus) {
        if (!usable(modulus)) {
            return false;
        }
        int length = lengthOf(modulus);
        List<Chunk> chunks = new ArrayList<>(known.getOrDefault(length, List.of()));
        Chunk open = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (open == null || open.bits() + modulus.bitLength() > CHUNK_BITS) {
            chunks.add(Chunk.EMPTY.with(modulus));
        } else {
            chunks.set(chunks.size() - 1, open.with(modulus));
        }
        while (chunks.stream().mapToInt(Chunk::bits).sum() > mostBits(length)) {
            chunks.remove(0);
        }
        Map<Integer, List<Chunk>> next = new HashMap<>(known);
        next.put(length, List.copyOf(chunks));
        known = Map.copyOf(next);
        return true;
    }

    /** How many moduli are known at the moment. */
    public int size() {
        return known.values().stream()
                .flatMap(List::stream)
                .mapToInt(chunk -> chunk.moduli().size())
                .sum();
    }

    @Override
    public boolean sharesPrime(BigInteger modulus) {
        if (!usable(modulus)) {
            return false;
        }
        List<Chunk> chunks = known.getOrDefault(lengthOf(modulus), List.of());
        BigInteger[] powers = powers(chunks, modulus);
        BigInteger product = BigInteger.ONE;
        for (Chunk chunk : chunks) {
            BigInteger residue = residue(chunk.limbs(), powers, modulus);
            if (residue.signum() == 0) {
                // Either this very modulus is in the chunk, or both its primes are; only the latter counts.
                residue = chunk.productWithout(modulus).mod(modulus);
            }
            product = product.multiply(residue).mod(modulus);
        }
        return !product.gcd(modulus).equals(BigInteger.ONE);
    }

    /** 2^(LIMB_BITS · i) modulo the modulus: with them a residue takes one division instead of one for each limb. */
    private static BigInteger[] powers(List<Chunk> chunks, BigInteger modulus) {
        int longest =
                chunks.stream().mapToInt(chunk -> chunk.limbs().size()).max().orElse(0);
        BigInteger[] powers = new BigInteger[longest];
        BigInteger power = BigInteger.ONE;
        for (int i = 0; i < longest; i++) {
            powers[i] = power;
            power = power.shiftLeft(LIMB_BITS).mod(modulus);
        }
        return powers;
    }

    private static BigInteger residue(List<BigInteger> limbs, BigInteger[] powers, BigInteger modulus) {
        BigInteger sum = limbs.get(0);
        for (int i = 1; i < limbs.size(); i++) {
            sum = sum.add(limbs.get(i).multiply(powers[i]));
        }
        return sum.mod(modulus);
    }

    private static int lengthOf(BigInteger modulus) {
        return (modulus.bitLength() + 1023) / 1024;
    }

    private static int mostBits(int length) {
        return length <= 2 ? MAX_BITS_SHORT : MAX_BITS_LONG;
    }

    private static boolean usable(BigInteger modulus) {
        return modulus.signum() > 0
                && modulus.testBit(0)
                && modulus.bitLength() >= MIN_BITS
                && modulus.bitLength() <= KeyRules.RSA_HARD_CAP_BITS;
    }
}
