package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** The subject has exactly one common name. */
final class SubjectCommonNameRule extends NamedRule {
    SubjectCommonNameRule() {
        super(
                "lint.subject-common-name",
                "The subject has exactly one common name.",
                "the profile (domain notes 1.2, RFC 3647 3.1)",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        int names = subject.certificate().getSubject().getRDNs(BCStyle.CN).length;
        return names == 1 ? List.of() : List.of("the subject has " + names + " common names, not one");
    }
}
