package id.segel.csr.check;

import id.segel.csr.DerWalk;
import id.segel.csr.ParsedCsr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * The extensions a request asks for, read forgivingly so that every rule sees as much as there is.
 *
 * @param lists how many lists of extensions there are, under either OID
 * @param malformed whether some part was not of the shape of RFC 5280 4.1
 * @param extensions all that could be read, in order
 */
record RequestedExtensions(int lists, boolean malformed, List<Extension> extensions) {

    /** extensionRequest (RFC 2985 5.4.2). */
    static final String PKCS9 = "1.2.840.113549.1.9.14";

    /** szOID_CERT_EXTENSIONS, the same thing from older Windows. */
    static final String MICROSOFT = "1.3.6.1.4.1.311.2.1.14";

    /**
     * @param oid dotted
     * @param critical as requested
     * @param writesDefault whether critical is written out although it is FALSE
     * @param value the extension's DER
     */
    record Extension(String oid, boolean critical, boolean writesDefault, byte[] value) {

        /** The value as ASN.1; empty when it is not DER, to the order of its sets. */
        Optional<ASN1Primitive> parse() {
            if (DerWalk.walk(value, null).ending() != DerWalk.Ending.WHOLE) {
                return Optional.empty();
            }
            try {
                ASN1Primitive parsed = ASN1Primitive.fromByteArray(value);
                return Optional.of(parsed).filter(p -> Arrays.equals(value, encoded(p)));
            } catch (IOException | RuntimeException e) {
                return Optional.empty();
            }
        }
    }

    /** More than anybody asks for; the findings name no more. */
    static final int MAX_EXTENSIONS = 30;

    private static byte[] encoded(ASN1Primitive parsed) {
        try {
            return parsed.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("what was parsed cannot be encoded", e);
        }
    }

    static boolean isExtensionRequest(String oid) {
        return oid.equals(PKCS9) || oid.equals(MICROSOFT);
    }

    static RequestedExtensions of(ParsedCsr csr) {
        int lists = 0;
        boolean malformed = false;
        List<Extension> extensions = new ArrayList<>();
        for (ParsedCsr.Attribute attribute : csr.attributes()) {
            if (!isExtensionRequest(attribute.oid())) {
                continue;
            }
            malformed |= attribute.values().size() == 0;
            for (ASN1Encodable list : attribute.values()) {
                lists++;
                malformed |= !read(list, extensions);
            }
        }
        return new RequestedExtensions(lists, malformed, List.copyOf(extensions));
    }

    /** Returns false when something in the list was not an extension. */
    private static boolean read(ASN1Encodable list, List<Extension> extensions) {
        if (!(list instanceof ASN1Sequence sequence)) {
            return false;
        }
        boolean sound = sequence.size() > 0;
        for (ASN1Encodable element : sequence) {
            if (element instanceof ASN1Sequence parts
                    && (parts.size() == 2 || parts.size() == 3)
                    && parts.getObjectAt(0) instanceof ASN1ObjectIdentifier oid
                    && parts.getObjectAt(parts.size() - 1) instanceof ASN1OctetString value
                    && (parts.size() == 2 || parts.getObjectAt(1) instanceof ASN1Boolean)) {
                boolean written = parts.size() == 3;
                boolean critical = written && ((ASN1Boolean) parts.getObjectAt(1)).isTrue();
                extensions.add(new Extension(oid.getId(), critical, written && !critical, value.getOctets()));
            } else {
                sound = false;
            }
        }
        return sound;
    }
}
