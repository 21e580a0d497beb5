package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KnownModuliTest {

    private static final BigInteger GOOD = WeakKeys.modulus(WeakKeys.good());
    private static final BigInteger SHARING = WeakKeys.modulus(WeakKeys.sharingAPrimeWithGood());
    private static final BigInteger UNRELATED = WeakKeys.modulus(WeakKeys.primeModulus());

    private final KnownModuli known = new KnownModuli();
    private final Random random = new Random(4);

    @Test
    void nothingIsSharedWithNobody() {
        assertThat(known.sharesPrime(GOOD)).isFalse();
        assertThat(known.size()).isZero();
    }

    @Test
    void oneSharedPrimeAmongHundredsIsFoundWhereverItStands() {
        for (int before : new int[] {0, 31, 32, 100}) {
            KnownModuli others = new KnownModuli();
            fill(others, before);
            others.add(SHARING);
            fill(others, 40);
            assertThat(others.sharesPrime(GOOD)).as("after %d others", before).isTrue();
            assertThat(others.sharesPrime(UNRELATED)).isFalse();
        }
    }

    @Test
    void moduliOfEveryLengthAreComparedWithThoseOfTheirLength() {
        BigInteger p = GOOD.gcd(SHARING);
        assertThat(p.bitLength()).isEqualTo(1024);
        for (int other : new int[] {512, 1024, 2048, 3072, 7168}) {
            KnownModuli ofThatLength = new KnownModuli();
            fill(ofThatLength, 3);
            ofThatLength.add(odd(1024 + other));
            ofThatLength.add(p.multiply(odd(other)));
            assertThat(ofThatLength.sharesPrime(p.multiply(odd(other))))
                    .as("%d bits", 1024 + other)
                    .isTrue();
        }
    }

    @Test
    void theSameModulusIsNoSharedPrimeEvenAmongOthers() {
        fill(known, 10);
        known.add(GOOD);
        known.add(GOOD);
        fill(known, 50);
        assertThat(known.sharesPrime(GOOD)).isFalse();
        known.add(SHARING);
        assertThat(known.sharesPrime(GOOD)).isTrue();
    }

    @Test
    void bothPrimesSharedWithTwoKeysAreNotTakenForTheSameModulus() {
        BigInteger p = GOOD.gcd(SHARING);
        BigInteger q = GOOD.divide(p);
        known.add(p.multiply(odd(1020)));
        known.add(q.multiply(odd(1020)));
        assertThat(known.sharesPrime(GOOD)).isTrue();
    }

    @Test
    void theOldestAreLetGoWhenThereAreTooMany() {
        known.add(SHARING);
        int most = KnownModuli.MAX_BITS_SHORT / 2048;
        fill(known, most - 1);
        assertThat(known.size()).isEqualTo(most);
        assertThat(known.sharesPrime(GOOD)).isTrue();
        fill(known, 1);
        assertThat(known.size()).isLessThanOrEqualTo(most).isGreaterThan(most - 64);
        assertThat(known.sharesPrime(GOOD)).isFalse();
    }

    @Test
    void longModuliDoNotPushShortOnesOut() {
        known.add(SHARING);
        int most = KnownModuli.MAX_BITS_LONG / 4096;
        for (int i = 0; i < most + 1; i++) {
            known.add(odd(4096));
        }
        assertThat(known.size()).isLessThanOrEqualTo(1 + most);
        assertThat(known.sharesPrime(GOOD)).isTrue();
    }

    @Test
    void whatIsNoModulusIsNeitherKeptNorComputedWith() {
        BigInteger large = BigInteger.ONE.shiftLeft(KeyRules.RSA_HARD_CAP_BITS).setBit(0);
        for (BigInteger none :
                List.of(BigInteger.ZERO, BigInteger.ONE, GOOD.negate(), GOOD.add(BigInteger.ONE), large)) {
            assertThat(known.add(none)).isFalse();
        }
        assertThat(known.size()).isZero();
        known.add(SHARING);
        assertThat(known.sharesPrime(BigInteger.ZERO)).isFalse();
        assertThat(known.sharesPrime(GOOD.negate())).isFalse();
        assertThat(known.sharesPrime(large)).isFalse();
    }

    @Test
    void checksGoOnWhileModuliAreAdded() throws Exception {
        known.add(SHARING);
        List<BigInteger> more = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            more.add(odd(2048));
        }
        AtomicBoolean alwaysFound = new AtomicBoolean(true);
        Thread adding = new Thread(() -> more.forEach(known::add));
        adding.start();
        do {
            alwaysFound.compareAndSet(true, known.sharesPrime(GOOD));
        } while (adding.isAlive());
        adding.join(10_000);
        assertThat(alwaysFound).isTrue();
        assertThat(known.size()).isEqualTo(201);
    }

    private void fill(KnownModuli moduli, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(moduli.add(odd(2048))).isTrue();
        }
    }

    /** Odd and nothing else: what matters is that no prime of {@link #GOOD} is in it. */
    private BigInteger odd(int bits) {
        return new BigInteger(bits, random).setBit(bits - 1).setBit(0);
    }
}
