package id.segel.ca.issuance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** What certificates and requests say of a key: its uses and its identifier. */
public final class KeyUsages {
    private static final Map<String, Integer> BITS = Map.of(
            "digitalSignature", KeyUsage.digitalSignature,
            "nonRepudiation", KeyUsage.nonRepudiation,
            "keyEncipherment", KeyUsage.keyEncipherment,
            "dataEncipherment", KeyUsage.dataEncipherment,
            "keyAgreement", KeyUsage.keyAgreement,
            "keyCertSign", KeyUsage.keyCertSign,
            "cRLSign", KeyUsage.cRLSign);

    private KeyUsages() {}

    /** The extension from the names a profile has. */
    public static KeyUsage of(Set<String> names) {
        int bits = 0;
        for (String name : names) {
            bits |= BITS.getOrDefault(name, 0);
        }
        return new KeyUsage(bits);
    }

    /** Method 1 of RFC 5280 4.2.1.2: SHA-1 of the key bits. */
    public static byte[] keyIdentifier(SubjectPublicKeyInfo key) {
        DERBitString bits =
                (DERBitString) DERBitString.getInstance(key.getPublicKeyData().toASN1Primitive());
        try {
            return MessageDigest.getInstance("SHA-1").digest(bits.getOctets());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
