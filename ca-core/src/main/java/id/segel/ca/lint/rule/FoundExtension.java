package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * An extension as it stands in the bytes, cut by length and not encoded again. A parsed Extensions would hide or refuse
 * one that is there twice.
 *
 * @param oid dotted object identifier
 * @param encoded the whole Extension
 */
record FoundExtension(String oid, byte[] encoded) {
    /** Every extension in its order; none where the certificate has none. */
    static List<FoundExtension> of(LintSubject subject) {
        byte[] extensions = subject.extensionsBytes();
        if (extensions.length == 0) {
            return List.of();
        }
        List<FoundExtension> found = new ArrayList<>();
        int at = contentAt(extensions, 0);
        int end = at + lengthAt(extensions, 0);
        if (end != extensions.length) {
            throw new IllegalArgumentException("the extensions have octets beyond their end");
        }
        while (at < end) {
            int next = contentAt(extensions, at) + lengthAt(extensions, at);
            if (next <= at || next > end) {
                throw new IllegalArgumentException("an extension is longer than what holds it");
            }
            byte[] encoded = Arrays.copyOfRange(extensions, at, next);
            found.add(new FoundExtension(type(encoded), encoded));
            at = next;
        }
        return found;
    }

    private static String type(byte[] encoded) {
        try {
            ASN1Sequence extension = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(encoded));
            if (extension.size() < 2) {
                throw new IllegalArgumentException("an extension has no type or no value");
            }
            return ASN1ObjectIdentifier.getInstance(extension.getObjectAt(0)).getId();
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("an extension cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where the content of the value at this place begins. */
    private static int contentAt(byte[] der, int at) {
        int first = lengthOctet(der, at);
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int lengthOctet(byte[] der, int at) {
        if (at + 2 > der.length) {
            throw new IllegalArgumentException("an extension ends within its tag or length");
        }
        return der[at + 1] & 0xFF;
    }

    private static int lengthAt(byte[] der, int at) {
        int first = lengthOctet(der, at);
        if (first < 0x80) {
            return first;
        }
        if (first < 0x81 || first > 0x83 || at + 2 + first - 0x80 > der.length) {
            throw new IllegalArgumentException("an extension has no definite length");
        }
        int length = 0;
        for (int i = 0; i < first - 0x80; i++) {
            length = length << 8 | der[at + 2 + i] & 0xFF;
        }
        return length;
    }
}
