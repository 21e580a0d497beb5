package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.ExpectedSubject;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import java.util.List;
import java.util.OptionalInt;

/**
 * The subject has exactly one common name, and it is the name in the account. One that only looks like it is told as
 * such, because "is not the name" with twice the same word on the screen helps nobody.
 */
final class CommonNameCheck implements CsrCheck {

    @Override
    public String id() {
        return "common-name";
    }

    @Override
    public String source() {
        return "domain.md 1.2 (3.1), 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        List<String> names = SubjectFields.values(csr, SubjectFields.COMMON_NAME);
        if (names.isEmpty()) {
            return List.of(FindingKind.COMMON_NAME_MISSING.with());
        }
        if (names.size() > 1) {
            return List.of(FindingKind.COMMON_NAME_REPEATED.with(names.size()));
        }
        ExpectedSubject subject = context.subject();
        if (subject == null || PersonName.same(names.get(0), subject.commonName())) {
            return List.of();
        }
        String expected = Shown.value(subject.commonName());
        OptionalInt difference = LookAlike.difference(names.get(0), subject.commonName());
        return List.of(
                difference.isEmpty()
                        ? FindingKind.COMMON_NAME_MISMATCH.with(Shown.value(names.get(0)), expected)
                        : FindingKind.COMMON_NAME_LOOKALIKE.with(
                                expected,
                                LookAlike.inIndonesian(difference.getAsInt()),
                                LookAlike.inEnglish(difference.getAsInt())));
    }
}
