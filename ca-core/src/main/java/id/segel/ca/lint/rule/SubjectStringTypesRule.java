package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** countryName and serialNumber are PrintableString, e-mail and domain component IA5String, all else UTF8String. */
final class SubjectStringTypesRule extends NamedRule {
    SubjectStringTypesRule() {
        super(
                "lint.subject-string-types",
                "countryName and serialNumber are PrintableString, e-mail and domain component IA5String, all else UTF8String.",
                "RFC 5280 4.1.2.4, 4.1.2.6 and Appendix A.1",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        for (RDN part : subject.certificate().getSubject().getRDNs()) {
            for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
                ASN1ObjectIdentifier type = attribute.getType();
                if (!isOfItsType(type, attribute.getValue())) {
                    faults.add("the subject attribute " + type + " is a "
                            + attribute.getValue().getClass().getSimpleName() + ", not a " + expected(type));
                }
            }
        }
        return faults;
    }

    private static boolean isOfItsType(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return switch (expected(type)) {
            case "PrintableString" -> value instanceof ASN1PrintableString;
            case "IA5String" -> value instanceof ASN1IA5String;
            default -> value instanceof ASN1UTF8String;
        };
    }

    private static String expected(ASN1ObjectIdentifier type) {
        if (type.equals(BCStyle.C) || type.equals(BCStyle.SERIALNUMBER)) {
            return "PrintableString";
        }
        return type.equals(BCStyle.E) || type.equals(BCStyle.DC) ? "IA5String" : "UTF8String";
    }
}
