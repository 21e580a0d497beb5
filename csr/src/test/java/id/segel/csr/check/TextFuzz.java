package id.segel.csr.check;

import id.segel.csr.IdentityNumbers;
import id.segel.csr.Shown;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Fuzz target: names, how they are compared and shown, and identity numbers among them. */
public final class TextFuzz {

    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{15}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int LONGEST_SHOWN = 64 * 10 + 1;

    private TextFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int middle = text.length() / 2;
        String one = text.substring(0, middle);
        String other = text.substring(middle);

        require(PersonName.same(text, text), "a name is not itself");
        require(PersonName.same(one, other) == PersonName.same(other, one), "one way they are the same");
        OptionalInt difference = LookAlike.difference(one, other);
        require(difference.isEmpty() || !PersonName.same(one, other), "the same name looks like itself");
        difference.ifPresent(c -> require(LookAlike.inEnglish(c).startsWith("U+"), "a character has no name"));
        LookAlike.oddLetter(text);

        String shown = Shown.value(text);
        require(shown.length() <= LONGEST_SHOWN, "too much is shown");
        require(shown.codePoints().noneMatch(Shown::misleading), "a deceiving character is shown");
        require(!LONG_NUMBER.matcher(shown).find(), "a long number is shown");

        IdentityNumbers.lengthsIn(text);
        require(IdentityNumbers.lengthsIn(one + "|3174010101850001|" + other).contains(16), "a NIK was not found");
        require(
                IdentityNumbers.lengthsIn(one + "|19850101 201001 1 001|" + other)
                        .contains(18),
                "no NIP was found");
    }

    public static List<byte[]> seeds() {
        return List.of(
                        "Dr. Ir. H. Siti Rahmawati, S.Kom., M.T., Ph.DSiti Rahmawati",
                        "Siti Rahmawat\u0456Siti Rahmawati",
                        "Dr.Ir.H.Siti bt. Abdullah",
                        "3174.0101.0185.0001 / 19850101 201001 1 001",
                        "33313734303130313031383530303031",
                        "\u200b\u202e\ufeff\ud83d\ude00 Jose\u0301",
                        "\uff13\uff11\uff17\uff14 0812-3456-7890")
                .stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
