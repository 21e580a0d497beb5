package id.segel.ca.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinSharesTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static List<PinShare> split(String pin, int shares, int threshold) {
        return PinShares.split(pin.toCharArray(), shares, threshold, RANDOM);
    }

    private static List<PinShare> read(List<PinShare> shares) {
        return shares.stream().map(share -> PinShare.parse(share.text())).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "123456", "pin dengan spasi é", "0123456789012345678901234567890123456789"})
    void anyThresholdOfSharesAsWrittenGivesThePinBack(String pin) {
        for (int threshold = 2; threshold <= 5; threshold++) {
            List<PinShare> shares = new ArrayList<>(read(split(pin, 5, threshold)));
            for (int round = 0; round < 10; round++) {
                Collections.shuffle(shares, new Random(round));
                assertThat(PinShares.join(shares.subList(0, threshold))).containsExactly(pin.toCharArray());
            }
            assertThat(PinShares.join(shares)).containsExactly(pin.toCharArray());
        }
    }

    @Test
    void oneShareFewerSaysNothing() {
        List<PinShare> shares = split("123456", 3, 3);
        assertThatThrownBy(() -> PinShares.join(shares.subList(0, 2))).hasMessageContaining("Too few shares: 2 of 3");
        // Even with the threshold forged: what comes out is not the PIN.
        List<PinShare> forged = shares.subList(0, 2).stream()
                .map(share -> new PinShare(share.set(), 2, share.number(), share.share()))
                .toList();
        assertThatThrownBy(() -> PinShares.join(forged)).hasMessageContaining("give no PIN");
    }

    /** With two needed, one share of a fixed PIN takes every value equally often: it tells nothing. */
    @Test
    void oneShareIsEvenlySpread() {
        int[] counts = new int[256];
        int rounds = 4_000;
        for (int i = 0; i < rounds; i++) {
            for (byte octet : split("123456", 2, 2).get(1).share()) {
                counts[octet & 0xff]++;
            }
        }
        double expected = rounds * 32 / 256.0;
        double chi = 0;
        for (int count : counts) {
            chi += (count - expected) * (count - expected) / expected;
        }
        // 255 degrees of freedom: above 400 once in 10^8 runs.
        assertThat(chi).isLessThan(400);
    }

    @Test
    void sharesOfShortPinsAreEquallyLong() {
        assertThat(split("1", 2, 2).get(0).text().length())
                .isEqualTo(split("0123456789012345678901", 2, 2).get(0).text().length())
                .isEqualTo(89);
    }

    @Test
    void sharesOfDifferentSplittingsDoNotMix() {
        List<PinShare> first = split("123456", 3, 2);
        List<PinShare> second = split("123456", 3, 2);
        assertThat(PinShares.misfit(List.of(first.get(0)), second.get(1)))
                .contains(second.get(1).setName(), first.get(0).setName(), "different splittings");
        assertThatThrownBy(() -> PinShares.join(List.of(first.get(0), second.get(1))))
                .hasMessageContaining("different splittings");
        assertThat(PinShares.misfit(List.of(first.get(0)), first.get(0))).contains("was given already");
        assertThat(PinShares.misfit(List.of(first.get(0)), first.get(1))).isEmpty();
    }

    @Test
    void everyMistypedLetterIsSeen() {
        String text = split("123456", 2, 2).get(0).text();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ' ') {
                continue;
            }
            char other = text.charAt(i) == 'A' ? 'C' : 'A';
            String wrong = text.substring(0, i) + other + text.substring(i + 1);
            assertThatThrownBy(() -> PinShare.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(wrong.substring(0, 4));
        }
    }

    @Test
    void typingIsForgiving() {
        PinShare share = split("123456", 2, 2).get(0);
        String text = share.text();
        String sloppy = " "
                + text.toLowerCase(java.util.Locale.ROOT)
                        .replace(' ', '-')
                        .replace('o', '0')
                        .replace('b', '8') + "\t";
        assertThat(PinShare.parse(sloppy).share()).isEqualTo(share.share());
        for (String nonsense : List.of("", "hello", "ÄÖÜ", "A".repeat(3_000), "AAAA AAAA")) {
            assertThatThrownBy(() -> PinShare.parse(nonsense)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        for (int[] wrong : new int[][] {{1, 1}, {3, 1}, {3, 4}, {21, 3}, {0, 0}}) {
            assertThatThrownBy(() -> split("123456", wrong[0], wrong[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("custodians");
        }
        assertThatThrownBy(() -> split("", 3, 2)).hasMessageContaining("empty");
    }

    @Test
    void aShareNeverShowsItself() {
        PinShare share = split("123456", 2, 2).get(0);
        assertThat(share.toString()).isEqualTo("share 1 of set " + share.setName() + ", 2 needed");
    }
}
