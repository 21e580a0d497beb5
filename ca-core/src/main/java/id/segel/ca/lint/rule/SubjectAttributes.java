package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;

/** The attributes of the subject in their order. */
final class SubjectAttributes {
    static final String COMMON_NAME = "2.5.4.3";
    static final String SURNAME = "2.5.4.4";
    static final String SERIAL_NUMBER = "2.5.4.5";
    static final String COUNTRY = "2.5.4.6";
    static final String LOCALITY = "2.5.4.7";
    static final String STATE = "2.5.4.8";
    static final String ORGANIZATION = "2.5.4.10";
    static final String ORGANIZATIONAL_UNIT = "2.5.4.11";
    static final String TITLE = "2.5.4.12";
    static final String GIVEN_NAME = "2.5.4.42";

    private SubjectAttributes() {}

    /**
     * One attribute.
     *
     * @param oid dotted object identifier
     * @param text its value; empty where it is no text, which is another rule's
     */
    record Attribute(String oid, String text) {}

    static List<Attribute> of(LintSubject subject) {
        List<Attribute> attributes = new ArrayList<>();
        for (RDN part : subject.certificate().getSubject().getRDNs()) {
            for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
                attributes.add(new Attribute(
                        attribute.getType().getId(),
                        attribute.getValue() instanceof ASN1String text ? text.getString() : ""));
            }
        }
        return attributes;
    }
}
