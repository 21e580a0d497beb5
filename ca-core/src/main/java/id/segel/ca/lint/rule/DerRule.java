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
        addDefaultFault(faults, extension);
        // X.690 11.5: a component with its DEFAULT value is absent.
        if (extension.size() == 3
                && !ASN1Boolean.getInstance(extension.getObjectAt(1)).isTrue()) {
            faults.add("the extension " + extension.getObjectAt(0) + " says critical FALSE, which DER leaves out");
        }
    }

    /** What only somebody who knows the extension can see: cA FALSE written out, zero bits at the end of named bits. */
    private static void addDefaultFault(List<String> faults, ASN1Sequence extension) {
        byte[] value = ASN1OctetString.getInstance(extension.getObjectAt(extension.size() - 1))
                .getOctets();
        String type = extension.getObjectAt(0).toString();
        if (type.equals(PromisedExtensions.BASIC_CONSTRAINTS) && startsWith(value, 0x30, -1, 0x01, 0x01, 0x00)) {
            faults.add("the basic constraints say cA FALSE, which DER leaves out");
        }
        if (type.equals(PromisedExtensions.KEY_USAGE) && value.length > 3 && value[0] == 3) {
            int unused = value[2] & 0xFF;
            if (unused > 7 || (value[value.length - 1] >> unused & 1) == 0) {
                faults.add("the key usage ends in zero bits, which DER leaves out (X.690 11.2.2)");
            }
        }
    }

    /** Whether the octets begin so; -1 stands for any octet. */
    private static boolean startsWith(byte[] value, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            if (i >= value.length || octets[i] >= 0 && (value[i] & 0xFF) != octets[i]) {
                return false;
            }
        }
        return true;
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
