package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;

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
                found.add(address(name));
            }
        }
        String promised = subject.promise().email();
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

    private static String address(GeneralName name) {
        if (name.getTagNo() == GeneralName.rfc822Name) {
            return ASN1IA5String.getInstance(name.getName()).getString();
        }
        if (name.getTagNo() == GeneralName.otherName) {
            OtherName other = OtherName.getInstance(name.getName());
            ASN1Encodable held = other.getValue();
            if (held instanceof ASN1TaggedObject tagged) {
                held = tagged.getExplicitBaseObject();
            }
            if (other.getTypeID().getId().equals(MailAddressRule.SMTP_UTF8_MAILBOX)
                    && held instanceof ASN1UTF8String text) {
                return text.getString();
            }
        }
        return "a name of kind " + name.getTagNo();
    }
}
