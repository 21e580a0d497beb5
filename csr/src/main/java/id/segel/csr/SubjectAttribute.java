package id.segel.csr;

import static java.util.Objects.requireNonNull;

/**
 * One attribute of the subject as the request gives it, for showing and comparing.
 *
 * @param oid dotted, such as {@code 2.5.4.3}
 * @param shortName the usual short name ({@code CN}, {@code O}, {@code emailAddress}), or the OID where there is none
 * @param value the text, unchanged; escape it before it is shown. A value that is no string is {@code #} and its DER
 *     in hex (RFC 4514 2.4)
 */
public record SubjectAttribute(String oid, String shortName, String value) {

    public SubjectAttribute {
        requireNonNull(oid, "oid");
        requireNonNull(shortName, "shortName");
        requireNonNull(value, "value");
    }
}
