package id.segel.ca.issuance;

import id.segel.ca.profile.CertificateProfile;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jspecify.annotations.Nullable;

/**
 * Distinguished names, encoded one way: country and serial number as PrintableString, all else as UTF8String (RFC 5280
 * 4.1.2.4), one attribute in each RDN.
 */
public final class SubjectNames {
    private static final Map<String, ASN1ObjectIdentifier> TYPES = Map.of(
            "C", BCStyle.C,
            "O", BCStyle.O,
            "OU", BCStyle.OU,
            "CN", BCStyle.CN,
            "serialNumber", BCStyle.SERIALNUMBER,
            "title", BCStyle.T,
            "givenName", BCStyle.GIVENNAME,
            "surname", BCStyle.SURNAME);

    private SubjectNames() {}

    /**
     * The subject that a profile's template makes from account fields.
     *
     * @param fields values by field name (fullName, agency ...); absent or empty means not there
     * @throws IllegalArgumentException when a field that is not optional is missing
     */
    public static X500Name fromTemplate(CertificateProfile profile, Map<String, String> fields) {
        java.util.ArrayList<RDN> names = new java.util.ArrayList<>();
        for (CertificateProfile.SubjectPart part : profile.subject()) {
            @Nullable String value = part.value() != null ? part.value() : fields.get(part.from());
            if (value == null || value.isEmpty()) {
                if (part.optional()) {
                    continue;
                }
                throw new IllegalArgumentException(
                        "the account has no " + part.from() + ", which profile " + profile.name() + " needs");
            }
            names.add(relative(part.type(), value));
        }
        return new X500Name(names.toArray(RDN[]::new));
    }

    /** One relative distinguished name. */
    public static RDN relative(String type, String value) {
        ASN1ObjectIdentifier oid = TYPES.get(type);
        if (oid == null) {
            throw new IllegalArgumentException("the name attribute " + type + " is not one of " + TYPES.keySet());
        }
        ASN1Encodable encoded = "C".equals(type) || "serialNumber".equals(type)
                ? new DERPrintableString(value, true)
                : new DERUTF8String(value);
        return new RDN(new AttributeTypeAndValue(oid, encoded));
    }
}
