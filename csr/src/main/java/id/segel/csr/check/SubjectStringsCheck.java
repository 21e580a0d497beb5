package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import id.segel.csr.SubjectAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.ASN1UniversalString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * Names are UTF8String or PrintableString (IA5String where their standard says so) with what such a string may hold,
 * free of characters that cannot be seen, and of the lengths of X.520.
 */
final class SubjectStringsCheck implements CsrCheck {

    /**
     * Upper bounds in characters: RFC 5280 Annex A, X.520 for what it leaves out, a label of the DNS for domainComponent.
     * Names in parts (surname, givenName, initials, generationQualifier), dnQualifier and others get the bound of a name.
     */
    private static final Map<String, Integer> UPPER_BOUNDS = Map.ofEntries(
            Map.entry("2.5.4.3", 64),
            Map.entry("2.5.4.5", 64),
            Map.entry("2.5.4.6", 2),
            Map.entry("2.5.4.7", 128),
            Map.entry("2.5.4.8", 128),
            Map.entry("2.5.4.9", 128),
            Map.entry("2.5.4.10", 64),
            Map.entry("2.5.4.11", 64),
            Map.entry("2.5.4.12", 64),
            Map.entry("2.5.4.13", 1024),
            Map.entry("2.5.4.15", 128),
            Map.entry("2.5.4.17", 40),
            Map.entry("2.5.4.20", 32),
            Map.entry("2.5.4.65", 128),
            Map.entry("0.9.2342.19200300.100.1.1", 256),
            Map.entry("0.9.2342.19200300.100.1.25", 63),
            Map.entry("1.2.840.113549.1.9.1", 255));

    private static final int OTHER_UPPER_BOUND = 32_768;

    private static final Pattern NEEDLESS_SPACES = Pattern.compile("^[ \\xa0]|[ \\xa0]$|[ \\xa0]{2}");

    /** emailAddress and domainComponent (RFC 5280 4.1.2.4, 4.1.2.6). */
    private static final Set<String> IA5_ATTRIBUTES = Set.of("1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25");

    @Override
    public String id() {
        return "subject-strings";
    }

    @Override
    public String source() {
        return "RFC 5280 4.1.2.4 and Annex A, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        List<Finding> findings = new ArrayList<>();
        // A subject with more is refused as such; a reader needs no list of hundreds.
        int looked = Math.min(csr.names().size(), SubjectShapeCheck.MAX_FIELDS);
        for (ParsedCsr.NameValue name : csr.names().subList(0, looked)) {
            SubjectAttribute attribute = name.attribute();
            String field = Shown.value(attribute.shortName());
            if (!typeFits(attribute, name.encoded())) {
                findings.add(FindingKind.SUBJECT_STRING_TYPE.with(field, typeName(name.encoded())));
            }
            attribute
                    .value()
                    .codePoints()
                    .filter(Shown::misleading)
                    .findFirst()
                    .ifPresent(codePoint -> findings.add(FindingKind.SUBJECT_CHARACTERS.with(
                            field, String.format(Locale.ROOT, "U+%04X", codePoint))));
            int length = attribute.value().codePointCount(0, attribute.value().length());
            int bound = UPPER_BOUNDS.getOrDefault(attribute.oid(), OTHER_UPPER_BOUND);
            if (length == 0 || length > bound) {
                findings.add(FindingKind.SUBJECT_LENGTH.with(field, length, bound));
            }
            if (NEEDLESS_SPACES.matcher(attribute.value()).find()) {
                findings.add(FindingKind.SUBJECT_SPACES.with(field));
            }
        }
        return findings;
    }

    private static boolean typeFits(SubjectAttribute attribute, ASN1Encodable encoded) {
        if (encoded instanceof ASN1UTF8String) {
            // The reader gives text that is no UTF-8 as its encoding in hex.
            return !attribute.value().startsWith("#") || isText(encoded, attribute.value());
        }
        if (encoded instanceof ASN1PrintableString) {
            return DERPrintableString.isPrintableString(attribute.value());
        }
        return encoded instanceof ASN1IA5String
                && IA5_ATTRIBUTES.contains(attribute.oid())
                && attribute.value().chars().allMatch(c -> c < 0x80);
    }

    private static boolean isText(ASN1Encodable encoded, String value) {
        return encoded.equals(new DERUTF8String(value));
    }

    private static String typeName(ASN1Encodable encoded) {
        if (encoded instanceof ASN1PrintableString) {
            return "PrintableString";
        }
        if (encoded instanceof ASN1IA5String) {
            return "IA5String";
        }
        if (encoded instanceof ASN1UTF8String) {
            return "UTF8String";
        }
        if (encoded instanceof ASN1BMPString) {
            return "BMPString";
        }
        if (encoded instanceof ASN1T61String) {
            return "TeletexString";
        }
        return encoded instanceof ASN1UniversalString ? "UniversalString" : "ASN.1";
    }
}
