package id.segel.csr.check;

import id.segel.csr.Shown;
import java.util.Map;

/** The extensions of RFC 5280 4.2 and a few others by name. */
final class ExtensionNames {

    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    static final String KEY_USAGE = "2.5.29.15";
    static final String SUBJECT_ALT_NAME = "2.5.29.17";
    static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    static final String APPLICATION_POLICIES = "1.3.6.1.4.1.311.21.10";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("2.5.29.14", "subjectKeyIdentifier"),
            Map.entry(KEY_USAGE, "keyUsage"),
            Map.entry(SUBJECT_ALT_NAME, "subjectAltName"),
            Map.entry("2.5.29.18", "issuerAltName"),
            Map.entry(BASIC_CONSTRAINTS, "basicConstraints"),
            Map.entry("2.5.29.30", "nameConstraints"),
            Map.entry("2.5.29.31", "cRLDistributionPoints"),
            Map.entry("2.5.29.32", "certificatePolicies"),
            Map.entry("2.5.29.33", "policyMappings"),
            Map.entry("2.5.29.35", "authorityKeyIdentifier"),
            Map.entry("2.5.29.36", "policyConstraints"),
            Map.entry(EXTENDED_KEY_USAGE, "extKeyUsage"),
            Map.entry("2.5.29.54", "inhibitAnyPolicy"),
            Map.entry("1.3.6.1.5.5.7.1.1", "authorityInfoAccess"),
            Map.entry("1.3.6.1.5.5.7.1.3", "qcStatements"),
            Map.entry("1.2.840.113549.1.9.15", "smimeCapabilities"),
            Map.entry("1.3.6.1.4.1.311.20.2", "certificate template name (Microsoft)"),
            Map.entry("1.3.6.1.4.1.311.21.7", "certificate template (Microsoft)"),
            Map.entry(APPLICATION_POLICIES, "application policies (Microsoft)"),
            Map.entry("1.3.6.1.4.1.311.25.2", "securityIdentifier (Microsoft)"),
            Map.entry("1.3.6.1.5.5.7.1.14", "proxyCertInfo"),
            Map.entry("1.3.6.1.5.5.7.48.1.5", "ocspNoCheck"),
            Map.entry("1.3.6.1.4.1.11129.2.4.2", "signedCertificateTimestamps"),
            Map.entry("1.3.6.1.4.1.11129.2.4.3", "precertificatePoison"));

    private ExtensionNames() {}

    static boolean isKnown(String oid) {
        return NAMES.containsKey(oid);
    }

    /** The usual name, or the OID fit to be shown. */
    static String of(String oid) {
        return NAMES.getOrDefault(oid, Shown.value(oid));
    }
}
