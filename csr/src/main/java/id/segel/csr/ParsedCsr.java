package id.segel.csr;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A request taken apart: strict DER of the shape of RFC 2986 4, and nothing more is promised. Whether its signature
 * verifies, its key is good and its subject is the person's is for the checks to say. Immutable and safe for use by
 * several threads; byte arrays are copies.
 */
public final class ParsedCsr {

    /**
     * One attribute of the subject with its encoding, for checks that judge the encoding.
     *
     * @param attribute as shown
     * @param encoded the value's ASN.1 type
     * @param rdn which relative name it stands in, counted from 0; two with the same one are a multi-valued RDN
     */
    public record NameValue(SubjectAttribute attribute, ASN1Encodable encoded, int rdn) {}

    /**
     * One attribute of the request (RFC 2986 4.1).
     *
     * @param oid dotted
     * @param values as encoded, possibly none
     */
    public record Attribute(String oid, ASN1Set values) {}

    private static final int ED25519_FIELD_BITS = 255;

    private final byte[] der;
    private final byte[] requestInfo;
    private final BigInteger version;
    private final List<NameValue> names;
    private final byte[] subjectPublicKeyInfo;
    private final PublicKeyDetails key;
    private final List<Attribute> attributes;
    private final AlgorithmIdentifier signatureAlgorithm;
    private final byte[] signature;

    ParsedCsr(
            byte[] der,
            byte[] requestInfo,
            BigInteger version,
            List<NameValue> names,
            byte[] subjectPublicKeyInfo,
            PublicKeyDetails key,
            List<Attribute> attributes,
            AlgorithmIdentifier signatureAlgorithm,
            byte[] signature) {
        this.der = der.clone();
        this.requestInfo = requestInfo.clone();
        this.version = version;
        this.names = List.copyOf(names);
        this.subjectPublicKeyInfo = subjectPublicKeyInfo.clone();
        this.key = key;
        this.attributes = List.copyOf(attributes);
        this.signatureAlgorithm = signatureAlgorithm;
        this.signature = signature.clone();
    }

    /** The whole request, DER. The same request sent as PEM and as DER has the same bytes here. */
    public byte[] der() {
        return der.clone();
    }

    /** SHA-256 of {@link #der()}. */
    public byte[] sha256() {
        return sha256(der);
    }

    /** The SubjectPublicKeyInfo, DER, byte for byte as in the request. */
    public byte[] subjectPublicKeyInfo() {
        return subjectPublicKeyInfo.clone();
    }

    /** SHA-256 of {@link #subjectPublicKeyInfo()}: what a key is known by everywhere. */
    public byte[] spkiSha256() {
        return sha256(subjectPublicKeyInfo);
    }

    /** Such as {@code RSA 2048}, {@code EC P-256} or {@code Ed25519}; for keys that are not accepted, the algorithm or curve. */
    public String keyDescription() {
        if (key instanceof PublicKeyDetails.Rsa) {
            return "RSA " + keyBits();
        }
        if (key instanceof PublicKeyDetails.Ec ec) {
            return "EC " + ec.curveName();
        }
        if (key instanceof PublicKeyDetails.Other other) {
            return other.algorithm();
        }
        return kind().label();
    }

    /** RSA, EC, Ed25519 or something else. */
    public PublicKeyKind kind() {
        if (key instanceof PublicKeyDetails.Rsa) {
            return PublicKeyKind.RSA;
        }
        if (key instanceof PublicKeyDetails.Ec) {
            return PublicKeyKind.EC;
        }
        if (key instanceof PublicKeyDetails.Ed25519) {
            return PublicKeyKind.ED25519;
        }
        return key instanceof PublicKeyDetails.Malformed malformed ? malformed.kind() : PublicKeyKind.OTHER;
    }

    /** Bits of the RSA modulus or of the curve's field (255, 256, 384); 0 where that is not known. */
    public int keyBits() {
        if (key instanceof PublicKeyDetails.Rsa rsa) {
            return rsa.modulus().bitLength();
        }
        if (key instanceof PublicKeyDetails.Ec ec) {
            return switch (ec.curveName()) {
                case "P-256" -> 256;
                case "P-384" -> 384;
                default -> 0;
            };
        }
        return key instanceof PublicKeyDetails.Ed25519 ? ED25519_FIELD_BITS : 0;
    }

    /** The subject's attributes in the order of the request. */
    public List<SubjectAttribute> subject() {
        return names.stream().map(NameValue::attribute).toList();
    }

    /**
     * What the request carries as {@link Challenge}, of any length; empty when there is none or it is not exactly one
     * attribute with one OCTET STRING.
     */
    public Optional<byte[]> challenge() {
        List<Attribute> found =
                attributes.stream().filter(a -> a.oid().equals(Challenge.OID)).toList();
        if (found.size() == 1
                && found.get(0).values().size() == 1
                && found.get(0).values().getObjectAt(0) instanceof ASN1OctetString octets) {
            return Optional.of(octets.getOctets().clone());
        }
        return Optional.empty();
    }

    /** The version field; 0 is the only one RFC 2986 knows. */
    public BigInteger version() {
        return version;
    }

    /** The CertificationRequestInfo, DER: the bytes the signature covers. */
    public byte[] requestInfo() {
        return requestInfo.clone();
    }

    /** The subject with the encodings, in the order of the request. */
    public List<NameValue> names() {
        return names;
    }

    /** The public key taken apart. */
    public PublicKeyDetails key() {
        return key;
    }

    /** The attributes in the order of the request. */
    public List<Attribute> attributes() {
        return attributes;
    }

    /** The algorithm the request says it was signed with. */
    public AlgorithmIdentifier signatureAlgorithm() {
        return signatureAlgorithm;
    }

    /** The signature's octets. */
    public byte[] signature() {
        return signature.clone();
    }

    /** Names no value of the subject, so that it may stand in a log. */
    @Override
    public String toString() {
        return "ParsedCsr[" + keyDescription() + ", " + der.length + " bytes]";
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
