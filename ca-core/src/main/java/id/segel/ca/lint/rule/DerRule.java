package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * The bytes are canonical DER down into the extensions: what a parser reads and writes again is the same, and our own
 * walk, which knows nothing of that parser, finds no other form.
 */
final class DerRule extends NamedRule {
    DerRule() {
        super(
                "lint.der",
                "The bytes are canonical DER, extension values included; DEFAULT values are left out.",
                "RFC 5280 4.1; ITU-T X.690 10 and 11",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        byte[] tbs = subject.tbs();
        addFault(faults, "the certificate", tbs);
        if (!Arrays.equals(tbs, encodedAgain(subject.certificate()))) {
            faults.add("the certificate encoded again is not the same bytes");
        }
        byte[] extensions = subject.extensionsBytes();
        if (extensions.length > 0) {
            for (ASN1Encodable element : ASN1Sequence.getInstance(extensions)) {
                addExtensionFaults(faults, ASN1Sequence.getInstance(element));
            }
        }
        return faults;
    }

    private static void addExtensionFaults(List<String> faults, ASN1Sequence extension) {
        ASN1Encodable value = extension.getObjectAt(extension.size() - 1);
        addFault(
                faults,
                "the extension " + extension.getObjectAt(0),
                ASN1OctetString.getInstance(value).getOctets());
        // X.690 11.5: a component with its DEFAULT value is absent.
        if (extension.size() == 3
                && !ASN1Boolean.getInstance(extension.getObjectAt(1)).isTrue()) {
            faults.add("the extension " + extension.getObjectAt(0) + " says critical FALSE, which DER leaves out");
        }
    }

    private static void addFault(List<String> faults, String what, byte[] der) {
        DerWalk.fault(der).ifPresent(fault -> faults.add(what + " is not DER: " + fault));
    }

    private static byte[] encodedAgain(ASN1Object parsed) {
        try {
            return parsed.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalArgumentException("the certificate cannot be encoded again: " + e.getMessage(), e);
        }
    }
}
