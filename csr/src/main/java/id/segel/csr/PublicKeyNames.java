package id.segel.csr;

import static java.util.Map.entry;

import java.util.Map;

/** What people call the key algorithms and curves that are not accepted, so that a refusal can name them. */
final class PublicKeyNames {

    private static final Map<String, String> ALGORITHMS = Map.ofEntries(
            entry("1.2.840.10040.4.1", "DSA"),
            entry("1.3.14.3.2.12", "DSA"),
            entry("1.2.840.113549.1.1.7", "RSAES-OAEP"),
            entry("1.2.840.113549.1.1.10", PublicKeyDetails.Other.RSASSA_PSS),
            entry("1.2.840.113549.1.3.1", "Diffie-Hellman"),
            entry("1.2.840.10046.2.1", "Diffie-Hellman"),
            entry("1.3.132.1.12", "ECDH"),
            entry("1.3.132.1.13", "ECMQV"),
            entry("1.3.14.7.2.1.1", "ElGamal"),
            entry("1.3.101.110", "X25519"),
            entry("1.3.101.111", "X448"),
            entry("1.3.101.113", "Ed448"),
            entry("1.2.643.2.2.19", "GOST R 34.10-2001"),
            entry("1.2.643.7.1.1.1.1", "GOST R 34.10-2012"),
            entry("1.2.643.7.1.1.1.2", "GOST R 34.10-2012"),
            entry("1.2.840.113549.1.9.16.3.17", "HSS/LMS"),
            entry("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
            entry("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
            entry("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
            entry("2.16.840.1.101.3.4.4.1", "ML-KEM-512"),
            entry("2.16.840.1.101.3.4.4.2", "ML-KEM-768"),
            entry("2.16.840.1.101.3.4.4.3", "ML-KEM-1024"));

    /** SLH-DSA's twelve parameter sets stand one after the other (FIPS 205; 2.16.840.1.101.3.4.3.20 to 31). */
    private static final String NIST_SIGNATURES = "2.16.840.1.101.3.4.3.";

    private static final int SLH_DSA_FIRST = 20;
    private static final int SLH_DSA_LAST = 31;

    private static final Map<String, String> CURVES = Map.ofEntries(
            entry("1.2.840.10045.3.1.7", "P-256"),
            entry("1.3.132.0.34", "P-384"),
            entry("1.3.132.0.35", "P-521"),
            entry("1.3.132.0.33", "P-224"),
            entry("1.2.840.10045.3.1.1", "P-192"),
            entry("1.3.132.0.6", "secp112r1"),
            entry("1.3.132.0.28", "secp128r1"),
            entry("1.3.132.0.8", "secp160r1"),
            entry("1.3.132.0.9", "secp160k1"),
            entry("1.3.132.0.31", "secp192k1"),
            entry("1.3.132.0.32", "secp224k1"),
            entry("1.3.132.0.10", "secp256k1"),
            entry("1.3.132.0.1", "K-163"),
            entry("1.3.132.0.15", "B-163"),
            entry("1.3.132.0.26", "K-233"),
            entry("1.3.132.0.27", "B-233"),
            entry("1.3.132.0.16", "K-283"),
            entry("1.3.132.0.17", "B-283"),
            entry("1.3.132.0.36", "K-409"),
            entry("1.3.132.0.37", "B-409"),
            entry("1.3.132.0.38", "K-571"),
            entry("1.3.132.0.39", "B-571"),
            entry("1.3.36.3.3.2.8.1.1.1", "brainpoolP160r1"),
            entry("1.3.36.3.3.2.8.1.1.3", "brainpoolP192r1"),
            entry("1.3.36.3.3.2.8.1.1.5", "brainpoolP224r1"),
            entry("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
            entry("1.3.36.3.3.2.8.1.1.8", "brainpoolP256t1"),
            entry("1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1"),
            entry("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
            entry("1.3.36.3.3.2.8.1.1.12", "brainpoolP384t1"),
            entry("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
            entry("1.3.36.3.3.2.8.1.1.14", "brainpoolP512t1"),
            entry("1.2.156.10197.1.301", "SM2"));

    private PublicKeyNames() {}

    /** The algorithm's name, or the OID fit to be shown. */
    static String algorithm(String oid) {
        String name = ALGORITHMS.get(oid);
        if (name != null) {
            return name;
        }
        for (int last = SLH_DSA_FIRST; last <= SLH_DSA_LAST; last++) {
            if (oid.equals(NIST_SIGNATURES + last)) {
                return "SLH-DSA";
            }
        }
        return Shown.value(oid);
    }

    /** The curve's name, or the OID fit to be shown. */
    static String curve(String oid) {
        String name = CURVES.get(oid);
        return name == null ? Shown.value(oid) : name;
    }
}
