package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The return values with a remedy of their own, and the page that shows them. */
class ReturnValuesTest {
    private static final Path PAGE = Path.of("../docs/hsm-errors.md");
    private static final String BEGIN =
            "<!-- The table is made from ReturnValue.java; ReturnValuesTest says how. -->\n";
    private static final String END = "<!-- end of the table -->\n";

    @Test
    void thePageShowsEveryReturnValueWithARemedyAndNoOther() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN);
        int to = page.indexOf(END);
        assertThat(from).as("the mark where the table begins").isNotNegative();
        assertThat(to).as("the mark where the table ends").isGreaterThan(from);
        String made = page.substring(0, from + BEGIN.length()) + table() + page.substring(to);
        if (Boolean.getBoolean("errors.update")) {
            Files.writeString(PAGE, made);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/hsm-errors.md differs from ReturnValue.java. Read the difference; if it is meant, run:"
                        + " mvn -pl hsm-adapter -am test -Dtest=ReturnValuesTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Derrors.update=true")
                .isEqualTo(made);
    }

    private static String table() {
        String rows = Arrays.stream(ReturnValue.values())
                .map(value -> "| `" + value + "` | " + value.meaning() + " | "
                        + value.handling().text() + " | " + value.remedy() + " |\n")
                .collect(Collectors.joining());
        return "| CKR | what it means here | what the adapter does by itself | what you do |\n|---|---|---|---|\n"
                + rows
                + "| any other | The device's own business. | "
                + ReturnValue.Handling.AGAIN.text() + " | " + Ckr.ANY_OTHER + " |\n";
    }

    @Test
    void everyOneIsOfTheStandard() throws IOException {
        Set<String> known;
        try (InputStream names =
                Objects.requireNonNull(Ckr.class.getResourceAsStream("/id/segel/hsm/cryptoki/names.txt"))) {
            known = new String(names.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.replaceFirst(" .*", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(Arrays.stream(ReturnValue.values()).map(Enum::name)).isSubsetOf(known);
    }

    @Test
    void everyTextIsASentenceForATable() {
        for (ReturnValue value : ReturnValue.values()) {
            for (String text : new String[] {value.meaning(), value.handling().text(), value.remedy()}) {
                assertThat(text).as(value.name()).endsWith(".").doesNotContain("|", "\n");
            }
            assertThat(Ckr.remedy(value.name())).isEqualTo(value.remedy());
        }
        assertThat(Ckr.remedy("CKR_WRAPPED_KEY_INVALID")).isEqualTo(Ckr.ANY_OTHER);
        assertThat(Ckr.remedy(null)).contains("See the cause in the log");
    }

    @Test
    void whatIsAboutThePinIsNeverTriedAgain() {
        assertThat(Arrays.stream(ReturnValue.values()).filter(value -> Ckr.pinRefused(value.name())))
                .extracting(Enum::name)
                .contains("CKR_PIN_INCORRECT", "CKR_PIN_LOCKED", "CKR_PIN_EXPIRED", "CKR_USER_PIN_NOT_INITIALIZED")
                .allMatch(name -> name.contains("PIN"));
        assertThat(Ckr.pinRefused("CKR_DEVICE_ERROR")).isFalse();
        assertThat(Ckr.pinRefused(null)).isFalse();
    }
}
