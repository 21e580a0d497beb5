package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.SubjectAttribute;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Neither subject nor requested names hold a number of 16 or 18 digits, the shapes of NIK and NIP; a certificate is
 * public for ever.
 */
final class IdentityNumberCheck implements CsrCheck {

    /** What people put between groups of digits. */
    private static final String SEPARATORS = " ./_-\u00a0";

    private static final Set<Integer> LENGTHS = Set.of(16, 18);

    @Override
    public String id() {
        return "identity-number";
    }

    @Override
    public String source() {
        return "domain.md 1.2 (3.1), 2.2 R4.2";
    }

    /** The finding tells the count of digits only, never the number. */
    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        Stream<String> texts = Stream.concat(
                csr.subject().stream().map(SubjectAttribute::value), SubjectFields.requestedTexts(csr).stream());
        return texts.flatMapToInt(IdentityNumberCheck::lengthsOfNumbers)
                .filter(LENGTHS::contains)
                .distinct()
                .sorted()
                .mapToObj(FindingKind.IDENTITY_NUMBER::with)
                .toList();
    }

    /**
     * How many digits each number in the text has: digits in a row, or in groups with one separator between. A loop and
     * no regular expression, which would overflow the stack on a long number.
     */
    private static IntStream lengthsOfNumbers(String text) {
        IntStream.Builder lengths = IntStream.builder();
        int digits = 0;
        boolean separated = false;
        for (int codePoint : text.codePoints().toArray()) {
            if (Character.isDigit(codePoint)) {
                digits++;
                separated = false;
            } else if (digits > 0 && !separated && SEPARATORS.indexOf(codePoint) >= 0) {
                separated = true;
            } else {
                lengths.add(digits);
                digits = 0;
                separated = false;
            }
        }
        return lengths.add(digits).build();
    }
}
