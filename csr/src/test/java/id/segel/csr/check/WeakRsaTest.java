package id.segel.csr.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The arithmetic of the rules about weak RSA keys, at its edges. */
class WeakRsaTest {

    @Test
    void thePrimesAreAllTheOddOnesBelowTheBound() {
        assertThat(SmallPrimes.oddBelow(30)).containsExactly(3, 5, 7, 11, 13, 17, 19, 23, 29);
        assertThat(SmallPrimes.oddBelow(RsaSmallFactorCheck.BOUND))
                .hasSize(1899)
                .contains(751, 16_381)
                .doesNotContain(16_383);
        assertThat(SmallPrimes.product(new int[] {3, 5, 7, 11})).isEqualTo(BigInteger.valueOf(1155));
        assertThat(SmallPrimes.product(new int[0])).isEqualTo(BigInteger.ONE);
    }

    @Test
    void everyPrimeBelowTheBoundIsFoundAndTheNextIsNot() {
        BigInteger large = BigInteger.ONE.shiftLeft(607).subtract(BigInteger.ONE); // a Mersenne prime
        for (int factor : new int[] {3, 5, 751, 757, 8191, 16_369, 16_381}) {
            assertThat(RsaSmallFactorCheck.hasSmallFactor(large.multiply(BigInteger.valueOf(factor))))
                    .as("%d", factor)
                    .isTrue();
        }
        assertThat(RsaSmallFactorCheck.hasSmallFactor(large)).isFalse();
        assertThat(RsaSmallFactorCheck.hasSmallFactor(large.multiply(BigInteger.valueOf(16_411))))
                .isFalse();
        BigInteger everyPrime = SmallPrimes.product(SmallPrimes.oddBelow(RsaSmallFactorCheck.BOUND));
        assertThat(RsaSmallFactorCheck.hasSmallFactor(everyPrime)).isTrue();
    }

    @Test
    void closeFactorsAreFoundInTheHundredthRoundAndNotLater() {
        BigInteger middle = BigInteger.ONE.shiftLeft(1023).add(BigInteger.valueOf(12_345));
        assertThat(RsaClosePrimesCheck.factorsAreClose(foundInRound(middle, 1))).isTrue();
        assertThat(RsaClosePrimesCheck.factorsAreClose(foundInRound(middle, 2))).isTrue();
        assertThat(RsaClosePrimesCheck.factorsAreClose(foundInRound(middle, 100)))
                .isTrue();
        assertThat(RsaClosePrimesCheck.factorsAreClose(foundInRound(middle, 101)))
                .isFalse();
        assertThat(RsaClosePrimesCheck.factorsAreClose(middle.multiply(middle))).isTrue();
    }

    /** (a - b)(a + b), where a is as many steps above the square root as the round says. */
    private static BigInteger foundInRound(BigInteger a, int round) {
        // a - sqrt(a² - b²) is about b² / 2a, so b = sqrt(2a (round - 1/2)).
        BigInteger b = a.multiply(BigInteger.valueOf(2L * round - 1)).sqrt();
        BigInteger product = a.subtract(b).multiply(a.add(b));
        BigInteger above = a.subtract(product.sqrt());
        assertThat(above).isEqualTo(BigInteger.valueOf(round));
        return product;
    }

    @Test
    void theFormOfRocaIsAPowerOf65537ModuloEverySmallPrime() {
        BigInteger power = BigInteger.valueOf(65537).pow(33);
        assertThat(RocaCheck.hasTheForm(power)).isTrue();
        assertThat(RocaCheck.hasTheForm(power.add(SmallPrimes.product(SmallPrimes.oddBelow(168)))))
                .isTrue();
        assertThat(RocaCheck.hasTheForm(power.add(BigInteger.TWO))).isFalse();
        assertThat(RocaCheck.hasTheForm(power.multiply(BigInteger.valueOf(11)))).isFalse();
    }

    /** The share of numbers that have the form by chance, as the class says: one in 240 million. */
    @Test
    void anHonestKeyHasTheFormOfRocaPracticallyNever() {
        BigDecimal share = Arrays.stream(SmallPrimes.oddBelow(168))
                .mapToObj(prime -> BigDecimal.valueOf(order(65537 % prime, prime))
                        .divide(BigDecimal.valueOf(prime - 1), MathContext.DECIMAL64))
                .reduce(BigDecimal.ONE, BigDecimal::multiply);
        assertThat(Math.log(share.doubleValue()) / Math.log(2)).isBetween(-27.84, -27.83);
    }

    private static int order(int base, int prime) {
        int order = 1;
        for (int power = base; power != 1; power = power * base % prime) {
            order++;
        }
        return order;
    }
}
