package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;

/** A PrintableString in the subject has only the characters of one. */
final class SubjectPrintableRule extends NamedRule {
    private static final String OTHERS = " '()+,-./:=?";

    SubjectPrintableRule() {
        super(
                "lint.subject-printable",
                "A PrintableString in the subject has only the characters of one: letters, digits, space and '()+,-./:=?.",
                "ITU-T X.680 41.4; RFC 5280 Appendix A.1 and B",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        for (RDN part : subject.certificate().getSubject().getRDNs()) {
            for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
                if (attribute.getValue() instanceof ASN1PrintableString text
                        && !text.getString().chars().allMatch(SubjectPrintableRule::isPrintable)) {
                    faults.add("the subject attribute " + attribute.getType()
                            + " has a character that is not in PrintableString");
                }
            }
        }
        return faults;
    }

    private static boolean isPrintable(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || OTHERS.indexOf(c) >= 0;
    }
}
