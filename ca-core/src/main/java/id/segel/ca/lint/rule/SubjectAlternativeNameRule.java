package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The subject alternative name is the approved e-mail address alone, where the profile has one. */
final class SubjectAlternativeNameRule extends NamedRule {
    SubjectAlternativeNameRule() {
        super(
                "lint.subject-alternative-name",
                "The subject alternative name is the approved e-mail address alone, where the profile has one.",
                "RFC 5280 4.2.1.6; the profile",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> found = new ArrayList<>();
        ASN1Encodable value = subject.extensionValue(Extension.subjectAlternativeName);
        if (value != null) {
            for (GeneralName name : GeneralNames.getInstance(value).getNames()) {
                found.add(
                        name.getTagNo() == GeneralName.rfc822Name
                                ? ASN1IA5String.getInstance(name.getName()).getString()
                                : "a name of kind " + name.getTagNo());
            }
        }
        String promised = subject.promise().rfc822Name();
        boolean inProfile = subject.profile().rfc822NameField() != null;
        if (inProfile && promised == null) {
            return List.of("the profile has an e-mail address and none was approved");
        }
        List<String> expected = inProfile && promised != null ? List.of(promised) : List.of();
        // The addresses are personal data: the finding counts them and does not repeat them.
        return found.equals(expected)
                ? List.of()
                : List.of("the subject alternative name holds " + found.size() + " names and not exactly the "
                        + expected.size() + " approved");
    }
}
