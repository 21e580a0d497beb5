package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;

/** The extensions are exactly those the profile promises, each once. */
final class ExtensionSetRule extends NamedRule {
    ExtensionSetRule() {
        super(
                "lint.extension-set",
                "The extensions are exactly those the profile promises, each once.",
                "RFC 5280 4.2; the profile",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        byte[] bytes = subject.extensionsBytes();
        Set<ASN1ObjectIdentifier> found = new HashSet<>();
        if (bytes.length > 0) {
            // From the bytes: a parsed Extensions would hide or refuse a repeated one.
            for (ASN1Encodable element : ASN1Sequence.getInstance(bytes)) {
                ASN1ObjectIdentifier type = ASN1ObjectIdentifier.getInstance(
                        ASN1Sequence.getInstance(element).getObjectAt(0));
                if (!found.add(type)) {
                    faults.add("the extension " + type + " is there twice");
                }
            }
        }
        for (PromisedExtension extension : PromisedExtension.values()) {
            boolean there = found.remove(extension.type());
            boolean needed = extension.isNeeded(subject);
            if (needed && !there) {
                faults.add("the extension " + extension + " (" + extension.type() + ") is missing");
            } else if (there && !needed && !extension.isTolerated(subject)) {
                faults.add("the extension " + extension + " (" + extension.type() + ") is not in the profile");
            }
        }
        for (ASN1ObjectIdentifier type : found) {
            faults.add("the extension " + type + " is in no profile");
        }
        return faults;
    }
}
