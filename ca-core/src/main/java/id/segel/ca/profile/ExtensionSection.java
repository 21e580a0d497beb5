package id.segel.ca.profile;

import id.segel.csr.DerWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.jspecify.annotations.Nullable;

/** The extensions a profile adds by itself: an object identifier and a value, as DER or as one of a few simple types. */
final class ExtensionSection {
    private static final int MOST = 16;
    private static final int LONGEST = 2048;
    private static final String[] FIELDS = {
        "oid", "critical", "der", "utf8String", "printableString", "ia5String", "objectIdentifier", "null"
    };

    /**
     * What is said by other fields of the profile or not at all: the extensions of X.509 and PKIX, OCSP nocheck,
     * certificate transparency, Netscape's certificate types.
     */
    private static final List<String> TAKEN =
            List.of("2.5.29", "1.3.6.1.5.5.7.1", "1.3.6.1.5.5.7.48.1", "1.3.6.1.4.1.11129.2.4", "2.16.840.1.113730.1");

    private ExtensionSection() {}

    static List<CustomExtension> read(JsonPlace profile) {
        List<CustomExtension> extensions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonPlace place : profile.items("extensions", MOST)) {
            if (!place.isObjectOf(FIELDS)) {
                continue;
            }
            String oid = place.requiredText("oid");
            boolean critical = place.flag("critical", false);
            byte[] value = value(place);
            if (oid == null) {
                continue;
            }
            if (!Oids.isOid(oid)) {
                place.fault("oid", oid + " is no object identifier");
            } else if (TAKEN.stream().anyMatch(arc -> Oids.isUnder(oid, arc))) {
                place.fault(
                        "oid", oid + " is a standard extension; it has its own field in the profile or is not taken");
            }
            if (!seen.add(oid)) {
                place.fault("oid", "the extension " + oid + " stands twice (RFC 5280 4.2); leave one out");
            }
            if (value != null && value.length > LONGEST) {
                place.fault("its value has " + value.length + " octets; at most " + LONGEST + " are taken");
            }
            if (value != null) {
                extensions.add(new CustomExtension(oid, critical, value));
            }
        }
        return List.copyOf(extensions);
    }

    private static byte @Nullable [] value(JsonPlace place) {
        List<String> given = Arrays.stream(FIELDS).skip(2).filter(place::has).toList();
        if (given.size() != 1) {
            place.fault("give the value once, as one of der, utf8String, printableString, ia5String, objectIdentifier"
                    + " or \"null\": true");
            return null;
        }
        String form = given.get(0);
        if (form.equals("null")) {
            if (!place.flag("null", false)) {
                place.fault("null", "can only be true");
            }
            return encoded(DERNull.INSTANCE);
        }
        String text = place.text(form);
        if (text == null) {
            return null;
        }
        try {
            return switch (form) {
                case "der" -> strictDer(HexFormat.of().parseHex(text));
                case "utf8String" -> encoded(new DERUTF8String(text));
                case "printableString" -> encoded(new DERPrintableString(text, true));
                case "ia5String" -> encoded(new DERIA5String(text, true));
                default -> {
                    if (!Oids.isOid(text)) {
                        throw new IllegalArgumentException("it is no object identifier");
                    }
                    yield encoded(new ASN1ObjectIdentifier(text));
                }
            };
        } catch (IllegalArgumentException e) {
            place.fault(form, "cannot be used: " + e.getMessage());
            return null;
        }
    }

    /** Exactly one value, in its only DER form: a walk of our own, and a parser that writes it again the same. */
    private static byte[] strictDer(byte[] der) {
        DerWalk.Result walked = DerWalk.walk(der, null);
        if (walked.ending() != DerWalk.Ending.WHOLE) {
            throw new IllegalArgumentException(
                    "it is not one DER value (" + walked.ending() + " at octet " + walked.position() + ")");
        }
        try {
            if (!Arrays.equals(ASN1Primitive.fromByteArray(der).getEncoded(ASN1Encoding.DER), der)) {
                throw new IllegalArgumentException("it is BER and not DER (X.690 10 and 11)");
            }
            return der;
        } catch (IOException e) {
            throw new IllegalArgumentException("it is not DER: " + e.getMessage(), e);
        }
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a value cannot be encoded", e);
        }
    }
}
