package id.segel.csr.check;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;
import java.util.stream.IntStream;

/** The odd primes below a bound, by the sieve of Eratosthenes. */
final class SmallPrimes {

    private SmallPrimes() {}

    /** 3, 5, 7 and so on, each less than the bound. */
    static int[] oddBelow(int bound) {
        BitSet composite = new BitSet(bound);
        for (int i = 2; i * i < bound; i++) {
            if (!composite.get(i)) {
                for (int multiple = i * i; multiple < bound; multiple += i) {
                    composite.set(multiple);
                }
            }
        }
        return IntStream.range(3, bound).filter(n -> !composite.get(n)).toArray();
    }

    /** The product of the numbers; 1 of none. */
    static BigInteger product(int[] factors) {
        // Two by two, so that factors of like length meet: quick also for thousands.
        Queue<BigInteger> queue = new ArrayDeque<>();
        queue.add(BigInteger.ONE);
        IntStream.of(factors).mapToObj(BigInteger::valueOf).forEach(queue::add);
        while (queue.size() > 1) {
            queue.add(queue.remove().multiply(queue.remove()));
        }
        return queue.remove();
    }
}
