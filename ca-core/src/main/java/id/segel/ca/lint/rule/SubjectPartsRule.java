package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;

/** Every part of the subject holds one attribute with a value: none is empty, blank or padded. */
final class SubjectPartsRule extends NamedRule {
    SubjectPartsRule() {
        super(
                "lint.subject-parts",
                "Every part of the subject holds one attribute with a value: none is empty, blank or padded.",
                "RFC 5280 4.1.2.6 and Appendix A.1 (SIZE (1..ub)); the profile (one attribute in each part)",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        RDN[] parts = subject.certificate().getSubject().getRDNs();
        if (parts.length == 0) {
            faults.add("the subject is empty");
        }
        for (RDN part : parts) {
            if (part.size() != 1) {
                faults.add("a part of the subject has " + part.size() + " attributes, not one");
            }
            for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
                if (!(attribute.getValue() instanceof ASN1String text)) {
                    faults.add("the subject attribute " + attribute.getType() + " is no text");
                } else if (text.getString().isBlank()
                        || !text.getString().equals(text.getString().strip())) {
                    faults.add("the subject attribute " + attribute.getType() + " is blank or padded with spaces");
                }
            }
        }
        return faults;
    }
}
