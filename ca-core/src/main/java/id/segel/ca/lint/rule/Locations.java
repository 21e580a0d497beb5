package id.segel.ca.lint.rule;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.x509.GeneralName;

/** Locations that relying parties fetch from. */
final class Locations {
    private Locations() {}

    /** The address of a URI name, or what it is instead. */
    static String of(GeneralName name) {
        return name.getTagNo() == GeneralName.uniformResourceIdentifier
                ? ASN1IA5String.getInstance(name.getName()).getString()
                : "a name of kind " + name.getTagNo();
    }

    /**
     * Adds what is wrong with addresses found in a certificate. Plain http, because https would need a certificate to
     * look at a certificate (RFC 5280 8).
     */
    static void compare(List<String> faults, String what, List<String> found, List<String> expected) {
        if (!found.equals(expected)) {
            faults.add(what + " is " + found + ", not " + expected);
        }
        for (String location : found) {
            if (!isAddress(location, Set.of("http"))) {
                faults.add(what + " " + location + " is no absolute http address");
            }
        }
    }

    /** Whether it is an absolute ASCII address of one of the schemes, with a host, without user and fragment. */
    static boolean isAddress(String location, Set<String> schemes) {
        if (!location.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            return false;
        }
        try {
            URI uri = new URI(location);
            return uri.getScheme() != null
                    && schemes.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
