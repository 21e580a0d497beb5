package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The extended key usages are the profile's and no other, each once. */
final class ExtendedKeyUsageRule extends NamedRule {
    ExtendedKeyUsageRule() {
        super(
                "lint.extended-key-usage",
                "The extended key usages are the profile's and no other, each once.",
                "RFC 5280 4.2.1.12, RFC 6960 4.2.2.2",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> found = new ArrayList<>();
        ASN1Encodable value = subject.extensionValue(Extension.extendedKeyUsage);
        if (value != null) {
            for (KeyPurposeId usage : ExtendedKeyUsage.getInstance(value).getUsages()) {
                found.add(usage.getId());
            }
        }
        List<String> expected = new ArrayList<>(subject.profile().extendedKeyUsage());
        Collections.sort(found);
        Collections.sort(expected);
        return found.equals(expected)
                ? List.of()
                : List.of("the extended key usage is " + found + ", but the profile promises " + expected);
    }
}
