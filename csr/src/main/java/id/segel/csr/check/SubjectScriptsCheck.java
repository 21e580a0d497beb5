package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.ExpectedSubject;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import id.segel.csr.SubjectAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * No field mixes letters of several scripts, which is how one name is made to look like another. Han with Kana, Hangul or
 * Bopomofo is how people write.
 */
final class SubjectScriptsCheck implements CsrCheck {

    @Override
    public String id() {
        return "subject-scripts";
    }

    @Override
    public String source() {
        return "UTS 39 5.1 (single script), domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        List<Finding> findings = new ArrayList<>();
        for (ParsedCsr.NameValue name :
                csr.names().subList(0, Math.min(csr.names().size(), SubjectShapeCheck.MAX_FIELDS))) {
            OptionalInt odd = LookAlike.oddLetter(name.attribute().value());
            if (odd.isPresent() && !isToldAsLookAlike(name.attribute(), context.subject())) {
                findings.add(FindingKind.SUBJECT_MIXED_SCRIPTS.with(
                        Shown.value(name.attribute().shortName()),
                        LookAlike.inIndonesian(odd.getAsInt()),
                        LookAlike.inEnglish(odd.getAsInt())));
            }
        }
        return findings;
    }

    /** The check of the common name says more about the same letter. */
    private static boolean isToldAsLookAlike(
            SubjectAttribute attribute, @org.jspecify.annotations.Nullable ExpectedSubject subject) {
        return subject != null
                && attribute.oid().equals(SubjectFields.COMMON_NAME)
                && LookAlike.difference(attribute.value(), subject.commonName()).isPresent();
    }
}
