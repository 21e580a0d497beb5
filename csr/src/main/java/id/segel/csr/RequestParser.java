package id.segel.csr;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * From DER to the parts of a CertificationRequest (RFC 2986 4), field by field, because Bouncy Castle's own class
 * checks some of it and forgives other parts. Only for bytes that {@link DerWalk} let through.
 */
final class RequestParser {

    private RequestParser() {}

    static RequestReader.Outcome parse(byte[] der) {
        try {
            ASN1Primitive whole = ASN1Primitive.fromByteArray(der);
            if (!Arrays.equals(der, whole.getEncoded(ASN1Encoding.DER))) {
                return RequestReader.Unreadable.because(FindingKind.NOT_DER.with(
                        Math.max(0, Arrays.mismatch(der, whole.getEncoded(ASN1Encoding.DER)))));
            }
            return new RequestReader.Readable(request(der, whole));
        } catch (ShapeException e) {
            ForeignFile known = ForeignFile.structure(der);
            return RequestReader.Unreadable.because(
                    known == null
                            ? FindingKind.NOT_A_REQUEST.with(e.indonesian, e.english)
                            : FindingKind.NOT_A_REQUEST.with(known.indonesian(), known.english()));
        } catch (IOException | RuntimeException e) {
            return RequestReader.Unreadable.because(
                    FindingKind.NOT_A_REQUEST.with("susunannya tidak dikenal", "its structure is not known"));
        }
    }

    private static ParsedCsr request(byte[] der, ASN1Primitive whole) throws IOException {
        ASN1Sequence request = sequence(whole, 3, 3, "CertificationRequest");
        ASN1Sequence info = sequence(request.getObjectAt(0), 3, 4, "CertificationRequestInfo");
        BigInteger version =
                as(ASN1Integer.class, info.getObjectAt(0), "version").getValue();
        List<ParsedCsr.NameValue> names = names(as(ASN1Sequence.class, info.getObjectAt(1), "subject"));
        ASN1Sequence keyInfo = sequence(info.getObjectAt(2), 2, 2, "subjectPKInfo");
        List<ParsedCsr.Attribute> attributes = info.size() == 4 ? attributes(info.getObjectAt(3)) : List.of();
        AlgorithmIdentifier algorithm = algorithm(request.getObjectAt(1), "signatureAlgorithm");
        ASN1BitString signature = as(ASN1BitString.class, request.getObjectAt(2), "signature");
        if (signature.getPadBits() != 0) {
            throw ShapeException.at("signature");
        }
        return new ParsedCsr(
                der,
                info.getEncoded(ASN1Encoding.DER),
                version,
                names,
                keyInfo.getEncoded(ASN1Encoding.DER),
                PublicKeyReader.read(
                        algorithm(keyInfo.getObjectAt(0), "subjectPKInfo"),
                        as(ASN1BitString.class, keyInfo.getObjectAt(1), "subjectPKInfo")),
                attributes,
                algorithm,
                signature.getOctets());
    }

    private static AlgorithmIdentifier algorithm(ASN1Encodable encoded, String where) {
        ASN1Sequence sequence = sequence(encoded, 1, 2, where);
        ASN1ObjectIdentifier oid = as(ASN1ObjectIdentifier.class, sequence.getObjectAt(0), where);
        return sequence.size() == 1
                ? new AlgorithmIdentifier(oid)
                : new AlgorithmIdentifier(oid, sequence.getObjectAt(1));
    }

    /** RFC 5280 4.1.2.4: a sequence of sets of type and value. */
    private static List<ParsedCsr.NameValue> names(ASN1Sequence name) {
        List<ParsedCsr.NameValue> names = new ArrayList<>();
        int rdns = 0;
        for (ASN1Encodable rdn : name) {
            ASN1Set set = as(ASN1Set.class, rdn, "subject");
            if (set.size() == 0) {
                throw ShapeException.at("subject");
            }
            for (ASN1Encodable pair : set) {
                ASN1Sequence typeAndValue = sequence(pair, 2, 2, "subject");
                String oid = as(ASN1ObjectIdentifier.class, typeAndValue.getObjectAt(0), "subject")
                        .getId();
                ASN1Encodable value = typeAndValue.getObjectAt(1);
                names.add(new ParsedCsr.NameValue(new SubjectAttribute(oid, shortName(oid), text(value)), value, rdns));
            }
            rdns++;
        }
        return names;
    }

    private static String shortName(String oid) {
        if (oid.equals(BCStyle.EmailAddress.getId())) {
            return "emailAddress";
        }
        if (oid.equals(BCStyle.SERIALNUMBER.getId())) {
            return "serialNumber";
        }
        String symbol = BCStyle.INSTANCE.oidToDisplayName(new ASN1ObjectIdentifier(oid));
        return symbol == null ? oid : symbol;
    }

    private static String text(ASN1Encodable value) {
        try {
            if (value instanceof ASN1UTF8String utf8) {
                byte[] octets = contentOf(utf8);
                String text = new String(octets, StandardCharsets.UTF_8);
                if (Arrays.equals(octets, text.getBytes(StandardCharsets.UTF_8))) {
                    return text;
                }
            } else if (value instanceof ASN1String string && !(value instanceof ASN1BitString)) {
                return string.getString();
            }
            return "#" + HexFormat.of().formatHex(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw ShapeException.at("subject");
        }
    }

    /** The content octets of a primitive string, which Bouncy Castle would refuse to give when they are no UTF-8. */
    private static byte[] contentOf(ASN1UTF8String string) throws IOException {
        byte[] encoded = string.getEncoded(ASN1Encoding.DER);
        int header = encoded[1] >= 0 ? 2 : 2 + (encoded[1] & 0x7f);
        return Arrays.copyOfRange(encoded, header, encoded.length);
    }

    /**
     * RFC 2986 4.1: [0] IMPLICIT SET OF SEQUENCE { type, SET OF value }. Read in any order; whether it is DER's is for a
     * check to say, so that it is told along with everything else.
     */
    private static List<ParsedCsr.Attribute> attributes(ASN1Encodable encoded) {
        ASN1TaggedObject tagged = as(ASN1TaggedObject.class, encoded, "attributes");
        if (!tagged.hasContextTag(0)) {
            throw ShapeException.at("attributes");
        }
        List<ParsedCsr.Attribute> attributes = new ArrayList<>();
        ASN1Sequence elements = (ASN1Sequence) tagged.getBaseUniversal(false, BERTags.SEQUENCE);
        for (ASN1Encodable element : elements) {
            ASN1Sequence attribute = sequence(element, 2, 2, "attributes");
            attributes.add(new ParsedCsr.Attribute(
                    as(ASN1ObjectIdentifier.class, attribute.getObjectAt(0), "attributes")
                            .getId(),
                    as(ASN1Set.class, attribute.getObjectAt(1), "attributes")));
        }
        return attributes;
    }

    private static ASN1Sequence sequence(ASN1Encodable encoded, int minimum, int maximum, String where) {
        ASN1Sequence sequence = as(ASN1Sequence.class, encoded, where);
        if (sequence.size() < minimum || sequence.size() > maximum) {
            throw ShapeException.at(where);
        }
        return sequence;
    }

    private static <T> T as(Class<T> type, ASN1Encodable encoded, String where) {
        if (type.isInstance(encoded)) {
            return type.cast(encoded);
        }
        throw ShapeException.at(where);
    }

    /** Leaves the parser where the bytes are DER but not a request. */
    private static final class ShapeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String indonesian;
        private final String english;

        ShapeException(String indonesian, String english) {
            super(english, null, false, false);
            this.indonesian = indonesian;
            this.english = english;
        }

        static ShapeException at(String where) {
            return new ShapeException(
                    "bagian " + where + " tidak sesuai RFC 2986", where + " does not follow RFC 2986");
        }
    }
}
