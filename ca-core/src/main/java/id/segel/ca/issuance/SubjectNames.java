package id.segel.ca.issuance;

import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.NameAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/**
 * Distinguished names, encoded one way: country and serial number as PrintableString, all else as UTF8String (RFC 5280
 * 4.1.2.4), one attribute in each RDN.
 */
public final class SubjectNames {
    private SubjectNames() {}

    /**
     * The subject that a profile's template makes from account fields.
     *
     * @param fields values by field name (fullName, agency ...); absent or empty means not there
     * @throws IllegalArgumentException naming every field that is missing though not optional, or that does not fit its
     *     attribute; no value is repeated
     */
    public static X500Name fromTemplate(CertificateProfile profile, Map<String, String> fields) {
        List<RDN> names = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (CertificateProfile.SubjectPart part : profile.subject()) {
            String from = part.from();
            @Nullable String value = from == null ? part.value() : fields.get(from);
            if (value == null || value.isEmpty()) {
                if (!part.optional()) {
                    faults.add("the account has no " + from + ", which profile " + profile.name() + " needs");
                }
                continue;
            }
            NameAttribute attribute = attribute(part.type());
            String fault = attribute.fault(value);
            if (fault != null) {
                faults.add("the account's " + from + " " + fault);
                continue;
            }
            names.add(relative(attribute, value));
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new X500Name(names.toArray(RDN[]::new));
    }

    /**
     * One relative distinguished name.
     *
     * @throws IllegalArgumentException when the attribute is not known or the value does not fit it
     */
    public static RDN relative(String type, String value) {
        NameAttribute attribute = attribute(type);
        String fault = attribute.fault(value);
        if (fault != null) {
            throw new IllegalArgumentException(type + " \"" + value + "\" " + fault);
        }
        return relative(attribute, value);
    }

    private static NameAttribute attribute(String type) {
        return NameAttribute.of(type)
                .orElseThrow(() -> new IllegalArgumentException("the name attribute " + type + " is not one of "
                        + Arrays.stream(NameAttribute.values())
                                .map(NameAttribute::label)
                                .toList()));
    }

    private static RDN relative(NameAttribute attribute, String value) {
        ASN1Encodable encoded =
                attribute.isPrintable() ? new DERPrintableString(value, true) : new DERUTF8String(value);
        return new RDN(new AttributeTypeAndValue(new ASN1ObjectIdentifier(attribute.oid()), encoded));
    }
}
