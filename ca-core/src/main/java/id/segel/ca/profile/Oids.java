package id.segel.ca.profile;

import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** Object identifiers as profiles write them. */
final class Oids {
    static final String ANY_POLICY = "2.5.29.32.0";
    static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

    private static final int LONGEST = 128;
    private static final Pattern DOTTED = Pattern.compile("[012](\\.(0|[1-9][0-9]{0,38}))+");

    private Oids() {}

    /** Whether it is one that can be encoded: dotted, no leading zeros, at most 128 characters (arcs of 128 bits). */
    static boolean isOid(String text) {
        return text.length() <= LONGEST
                && DOTTED.matcher(text).matches()
                && ASN1ObjectIdentifier.tryFromID(text) != null;
    }

    /** Whether it is this arc or below it. */
    static boolean isUnder(String oid, String arc) {
        return oid.equals(arc) || oid.startsWith(arc + ".");
    }
}
