package id.segel.csr.check;

import java.math.BigInteger;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What a request's signature algorithm identifier means (RFC 4055, RFC 5758, RFC 8410): accepted and how to verify it, weak,
 * wrongly parameterised, or unknown.
 */
final class SignatureAlgorithms {

    /** Outcome of reading an algorithm identifier. */
    sealed interface Meaning {}

    /**
     * @param keyAlgorithm {@code RSA}, {@code EC} or {@code Ed25519}: the key that must go with it
     * @param jcaName the JDK's name of the signature
     * @param parameters PSS parameters, else null
     */
    record Accepted(
            String keyAlgorithm, String jcaName, @Nullable AlgorithmParameterSpec parameters) implements Meaning {

        /** The hash of an ECDSA signature, {@code SHA-256} for {@code SHA256withECDSA}. */
        String hash() {
            return "SHA-" + jcaName.substring(3, jcaName.indexOf("with"));
        }

        /** The JDK's own software provider for it. */
        String provider() {
            return keyAlgorithm.equals("RSA") ? "SunRsaSign" : "SunEC";
        }
    }

    /** @param name such as {@code SHA-1 with RSA} */
    record Weak(String name) implements Meaning {}

    /** @param name the algorithm whose parameters are wrong */
    record WrongParameters(String name) implements Meaning {}

    /** @param oid dotted */
    record Unknown(String oid) implements Meaning {}

    private static final String PKCS1 = "1.2.840.113549.1.1.";
    private static final String PSS = PKCS1 + "10";

    private static final Map<String, Accepted> RSA = Map.of(
            PKCS1 + "11", new Accepted("RSA", "SHA256withRSA", null),
            PKCS1 + "12", new Accepted("RSA", "SHA384withRSA", null),
            PKCS1 + "13", new Accepted("RSA", "SHA512withRSA", null));

    private static final Map<String, Accepted> ECDSA = Map.of(
            "1.2.840.10045.4.3.2", new Accepted("EC", "SHA256withECDSA", null),
            "1.2.840.10045.4.3.3", new Accepted("EC", "SHA384withECDSA", null),
            "1.2.840.10045.4.3.4", new Accepted("EC", "SHA512withECDSA", null));

    /** The algorithm of key and signature alike. */
    static final String ED25519 = "Ed25519";

    private static final String ED25519_OID = "1.3.101.112";

    private static final Map<String, String> WEAK = Map.of(
            PKCS1 + "2",
            "MD2",
            PKCS1 + "3",
            "MD4",
            PKCS1 + "4",
            "MD5",
            PKCS1 + "5",
            "SHA-1",
            "1.3.14.3.2.29",
            "SHA-1",
            "1.2.840.10045.4.1",
            "SHA-1",
            "1.2.840.10040.4.3",
            "SHA-1");

    /** NIST hash OIDs to the JDK's names and the hash's octets. */
    private static final Map<String, String> HASHES = Map.of(
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");

    private static final Map<String, Integer> HASH_OCTETS = Map.of("SHA-256", 32, "SHA-384", 48, "SHA-512", 64);

    private static final String SHA1 = "1.3.14.3.2.26";
    private static final String MGF1 = PKCS1 + "8";
    private static final int MAX_SALT = 1024;

    private SignatureAlgorithms() {}

    static Meaning read(AlgorithmIdentifier identifier) {
        String oid = identifier.getAlgorithm().getId();
        ASN1Encodable parameters = identifier.getParameters();
        Accepted rsa = RSA.get(oid);
        if (rsa != null) {
            // RFC 4055 5: the parameters MUST be NULL.
            return parameters instanceof ASN1Null ? rsa : new WrongParameters(rsa.jcaName());
        }
        Accepted ecdsa = ECDSA.get(oid);
        if (ecdsa != null) {
            // RFC 5758 3.2: the parameters MUST be omitted.
            return parameters == null ? ecdsa : new WrongParameters(ecdsa.jcaName());
        }
        if (oid.equals(PSS)) {
            return pss(parameters);
        }
        if (oid.equals(ED25519_OID)) {
            // RFC 8410 3: the parameters MUST be absent.
            return parameters == null ? new Accepted(ED25519, ED25519, null) : new WrongParameters(ED25519);
        }
        String weak = WEAK.get(oid);
        return weak != null ? new Weak(weak) : new Unknown(oid);
    }

    /**
     * RFC 4055 3.1. Sane means: one of the three hashes, MGF1 with the same hash, a salt at least as long as the hash,
     * trailer field 1. Left-out fields mean SHA-1 and are therefore weak.
     */
    private static Meaning pss(@Nullable ASN1Encodable encoded) {
        RSASSAPSSparams pss;
        try {
            pss = RSASSAPSSparams.getInstance(encoded);
        } catch (RuntimeException e) {
            return new WrongParameters("RSASSA-PSS");
        }
        if (pss == null) {
            return new WrongParameters("RSASSA-PSS");
        }
        String hashOid = pss.getHashAlgorithm().getAlgorithm().getId();
        if (hashOid.equals(SHA1)) {
            return new Weak("SHA-1");
        }
        String hash = HASHES.get(hashOid);
        ASN1Encodable maskHash = pss.getMaskGenAlgorithm().getParameters();
        if (hash == null || !pss.getMaskGenAlgorithm().getAlgorithm().getId().equals(MGF1) || maskHash == null) {
            return new WrongParameters("RSASSA-PSS");
        }
        String maskHashOid;
        try {
            maskHashOid =
                    AlgorithmIdentifier.getInstance(maskHash).getAlgorithm().getId();
        } catch (RuntimeException e) {
            return new WrongParameters("RSASSA-PSS");
        }
        Integer hashOctets = HASH_OCTETS.get(hash);
        BigInteger salt = pss.getSaltLength();
        boolean sane = maskHashOid.equals(hashOid)
                && hashOctets != null
                && salt.compareTo(BigInteger.valueOf(hashOctets)) >= 0
                && salt.compareTo(BigInteger.valueOf(MAX_SALT)) <= 0
                && pss.getTrailerField().equals(BigInteger.ONE);
        return sane
                ? new Accepted(
                        "RSA",
                        "RSASSA-PSS",
                        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt.intValueExact(), 1))
                : new WrongParameters("RSASSA-PSS");
    }
}
