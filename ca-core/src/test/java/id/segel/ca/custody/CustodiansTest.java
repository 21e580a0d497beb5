package id.segel.ca.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustodiansTest {
    private final List<PinShare> shares = PinShares.split("Rahasia-77".toCharArray(), 3, 2, new SecureRandom());

    @Test
    void twoCustodiansPutThePinTogetherAndAreNamed() {
        ScriptedDesk desk = new ScriptedDesk(
                "Ani", shares.get(2).text(), "Budi", shares.get(0).text());
        Custodians.Gathered gathered = new Custodians(desk).gather("ca-1");
        assertThat(gathered.reveal()).containsExactly("Rahasia-77".toCharArray());
        assertThat(gathered.line("ca-1"))
                .isEqualTo("PIN of token \"ca-1\" put together from shares of set "
                        + shares.get(0).setName() + " by 2 custodians: Ani, Budi");
        assertThat(gathered.toString()).doesNotContain("Rahasia");
        assertThat(desk.prompts())
                .containsExactly(
                        "Token ca-1, custodian 1, your name: ",
                        "Share of Ani (not shown): ",
                        "Token ca-1, custodian 2 of 2, your name: ",
                        "Share of Budi (not shown): ");
        assertThat(desk.screen()).as("nothing of a share is on the screen").isEmpty();
    }

    @Test
    void aMistypedShareIsAskedForAgainTwiceAndThenNoMore() {
        PinShare other = PinShares.split("Rahasia-77".toCharArray(), 3, 2, new SecureRandom())
                .get(1);
        ScriptedDesk patient = new ScriptedDesk(
                "Ani",
                shares.get(0).text(),
                "Budi",
                "AAAA",
                other.text(),
                shares.get(1).text());
        assertThat(new Custodians(patient).gather("ca-1").names()).containsExactly("Ani", "Budi");

        ScriptedDesk lost = new ScriptedDesk(
                "Ani", shares.get(0).text(), "Budi", "AAAA", shares.get(0).text(), other.text());
        assertThatThrownBy(() -> new Custodians(lost).gather("ca-1"))
                .hasMessageContaining("share of Budi was refused 3 times")
                .hasMessageContaining("The token was not asked");
        assertThat(lost.isDone()).isTrue();
        assertThat(lost.screen().get(0)).contains("not a share", "(1 of 3)");
        assertThat(lost.screen().get(1)).contains("given already", "(2 of 3)");
        assertThat(lost.screen().get(2)).contains("different splittings", "(3 of 3)");
    }

    @Test
    void aNameIsNeeded() {
        assertThatThrownBy(() -> new Custodians(new ScriptedDesk("", " ", "x".repeat(81))).gather("ca-1"))
                .hasMessageContaining("No name was given");
    }

    @Test
    void eachShareIsHandedOutOnAPageOfItsOwnAndTypedBack() {
        ScriptedDesk desk =
                new ScriptedDesk("Ani", "", "(paper)", "Budi", "", "AAAA", "(paper)", "Citra", "", "(paper)");
        assertThat(new Custodians(desk).handOut(shares)).containsExactly("Ani", "Budi", "Citra");
        for (int i = 0; i < 3; i++) {
            String compact = shares.get(i).text().replace(" ", "");
            assertThat(desk.pages().stream()
                            .filter(page ->
                                    String.join("", page).replace(" ", "").contains(compact))
                            .count())
                    .as("share " + (i + 1) + " is on one page")
                    .isEqualTo(1);
        }
        assertThat(desk.screen()).as("the screen is empty at the end").isEmpty();
    }

    @Test
    void aPaperThatIsWrongStopsTheHandingOut() {
        ScriptedDesk desk = new ScriptedDesk(
                "Ani", "", shares.get(1).text(), "AAAA", shares.get(1).text());
        assertThatThrownBy(() -> new Custodians(desk).handOut(shares))
                .hasMessageContaining("What Ani wrote down is not the share")
                .hasMessageContaining("split the PIN again");
    }
}
