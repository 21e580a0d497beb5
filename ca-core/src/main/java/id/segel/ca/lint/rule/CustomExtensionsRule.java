package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import id.segel.ca.profile.CustomExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** Every extension that the profile adds by itself is there with its value and criticality. */
final class CustomExtensionsRule extends NamedRule {
    CustomExtensionsRule() {
        super(
                "lint.custom-extensions",
                "Every extension that the profile adds by itself is there with its value and criticality.",
                "RFC 5280 4.2; the profile",
                LANGUAGE);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        for (CustomExtension promised : subject.profile().customExtensions()) {
            Extension found = subject.extension(new ASN1ObjectIdentifier(promised.oid()));
            if (found == null) {
                faults.add("the extension " + promised.oid() + " of the profile is missing");
            } else if (found.isCritical() != promised.critical()
                    || !Arrays.equals(found.getExtnValue().getOctets(), promised.value())) {
                faults.add("the extension " + promised.oid() + " is not as the profile says: "
                        + hex(found.getExtnValue().getOctets()));
            }
        }
        return faults;
    }
}
