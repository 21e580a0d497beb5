package id.segel.csr;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** Takes a SubjectPublicKeyInfo apart without any arithmetic (RFC 3279 2.3.1, RFC 5480 2, RFC 8410 3 and 4). */
final class PublicKeyReader {

    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String EC = "1.2.840.10045.2.1";
    private static final String ED25519 = "1.3.101.112";

    private PublicKeyReader() {}

    static PublicKeyDetails read(AlgorithmIdentifier algorithm, ASN1BitString key) {
        String oid = algorithm.getAlgorithm().getId();
        if (oid.equals(RSA)) {
            return rsa(algorithm.getParameters() instanceof ASN1Null, key);
        }
        if (oid.equals(EC)) {
            return ec(algorithm.getParameters(), key);
        }
        if (oid.equals(ED25519)) {
            return ed25519(algorithm.getParameters() == null, key);
        }
        return new PublicKeyDetails.Other(PublicKeyNames.algorithm(oid));
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

    private static PublicKeyDetails ec(@Nullable ASN1Encodable parameters, ASN1BitString key) {
        if (key.getPadBits() != 0) {
            return new PublicKeyDetails.Malformed(PublicKeyKind.EC);
        }
        if (parameters instanceof ASN1ObjectIdentifier curve) {
            String oid = curve.getId();
            return new PublicKeyDetails.Ec(oid, PublicKeyNames.curve(oid), key.getOctets());
        }
        return new PublicKeyDetails.Ec(
                null,
                parameters instanceof ASN1Sequence ? PublicKeyDetails.Ec.EXPLICIT : PublicKeyDetails.Ec.NONE,
                key.getOctets());
    }

    private static PublicKeyDetails ed25519(boolean parametersAbsent, ASN1BitString key) {
        byte[] point = key.getBytes();
        return key.getPadBits() == 0 && point.length == PublicKeyDetails.Ed25519.OCTETS
                ? new PublicKeyDetails.Ed25519(point, parametersAbsent)
                : new PublicKeyDetails.Malformed(PublicKeyKind.ED25519);
    }
}
