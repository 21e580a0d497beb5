package id.segel.csr;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Takes a SubjectPublicKeyInfo apart without any arithmetic (RFC 3279 2.3.1, RFC 5480 2). */
final class PublicKeyReader {

    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String EC = "1.2.840.10045.2.1";

    /** Kinds of key that are refused by name rather than by number. */
    private static final Map<String, String> OTHERS = Map.of(
            "1.2.840.10040.4.1", "DSA",
            "1.2.840.113549.1.1.10", "RSASSA-PSS",
            "1.2.840.113549.1.1.7", "RSAES-OAEP",
            "1.3.101.110", "X25519",
            "1.3.101.111", "X448",
            "1.3.101.112", "Ed25519",
            "1.3.101.113", "Ed448");

    private static final Map<String, String> CURVES = Map.of(
            "1.2.840.10045.3.1.7", "P-256",
            "1.3.132.0.34", "P-384",
            "1.3.132.0.35", "P-521",
            "1.3.132.0.33", "P-224",
            "1.2.840.10045.3.1.1", "P-192",
            "1.3.132.0.10", "secp256k1",
            "1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1",
            "1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1");

    private PublicKeyReader() {}

    static PublicKeyDetails read(AlgorithmIdentifier algorithm, ASN1BitString key) {
        String oid = algorithm.getAlgorithm().getId();
        if (oid.equals(RSA)) {
            return rsa(algorithm.getParameters() instanceof ASN1Null, key);
        }
        if (oid.equals(EC)) {
            return ec(algorithm.getParameters(), key);
        }
        return new PublicKeyDetails.Other(OTHERS.getOrDefault(oid, Shown.value(oid)));
    }

    private static PublicKeyDetails rsa(boolean nullParameters, ASN1BitString key) {
        PublicKeyDetails malformed = new PublicKeyDetails.Malformed(PublicKeyKind.RSA);
        byte[] octets = key.getBytes();
        if (key.getPadBits() != 0 || DerWalk.walk(octets, null).ending() != DerWalk.Ending.WHOLE) {
            return malformed;
        }
        try {
            ASN1Primitive parsed = ASN1Primitive.fromByteArray(octets);
            if (parsed instanceof ASN1Sequence sequence
                    && sequence.size() == 2
                    && sequence.getObjectAt(0) instanceof ASN1Integer modulus
                    && sequence.getObjectAt(1) instanceof ASN1Integer exponent
                    && Arrays.equals(octets, sequence.getEncoded(ASN1Encoding.DER))) {
                return new PublicKeyDetails.Rsa(modulus.getValue(), exponent.getValue(), nullParameters);
            }
            return malformed;
        } catch (IOException | RuntimeException e) {
            return malformed;
        }
    }

    private static PublicKeyDetails ec(ASN1Encodable parameters, ASN1BitString key) {
        if (key.getPadBits() != 0) {
            return new PublicKeyDetails.Malformed(PublicKeyKind.EC);
        }
        if (parameters instanceof ASN1ObjectIdentifier curve) {
            String oid = curve.getId();
            return new PublicKeyDetails.Ec(oid, CURVES.getOrDefault(oid, Shown.value(oid)), key.getOctets());
        }
        return new PublicKeyDetails.Ec(null, "(explicit)", key.getOctets());
    }
}
