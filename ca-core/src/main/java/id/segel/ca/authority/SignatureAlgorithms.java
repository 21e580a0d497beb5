package id.segel.ca.authority;

import id.segel.hsm.SignatureScheme;
import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The AlgorithmIdentifier of each way to sign: RFC 4055 for RSA (NULL or PSS parameters), RFC 5758 for ECDSA (absent). */
public final class SignatureAlgorithms {
    private static final Map<SignatureScheme, AlgorithmIdentifier> IDENTIFIERS = new EnumMap<>(Map.of(
            SignatureScheme.RSA_PKCS1_SHA256, rsa(PKCSObjectIdentifiers.sha256WithRSAEncryption),
            SignatureScheme.RSA_PKCS1_SHA384, rsa(PKCSObjectIdentifiers.sha384WithRSAEncryption),
            SignatureScheme.RSA_PKCS1_SHA512, rsa(PKCSObjectIdentifiers.sha512WithRSAEncryption),
            SignatureScheme.RSA_PSS_SHA256, pss(NISTObjectIdentifiers.id_sha256, 32),
            SignatureScheme.RSA_PSS_SHA384, pss(NISTObjectIdentifiers.id_sha384, 48),
            SignatureScheme.RSA_PSS_SHA512, pss(NISTObjectIdentifiers.id_sha512, 64),
            SignatureScheme.ECDSA_SHA256, new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
            SignatureScheme.ECDSA_SHA384, new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384)));

    private SignatureAlgorithms() {}

    public static AlgorithmIdentifier identifier(SignatureScheme scheme) {
        AlgorithmIdentifier identifier = IDENTIFIERS.get(scheme);
        if (identifier == null) {
            throw new IllegalStateException("no AlgorithmIdentifier is known for " + scheme);
        }
        return identifier;
    }

    /** Whether it is exactly one of these, parameters and all. */
    static boolean isKnown(AlgorithmIdentifier algorithm) {
        return IDENTIFIERS.containsValue(algorithm);
    }

    private static AlgorithmIdentifier rsa(ASN1ObjectIdentifier algorithm) {
        return new AlgorithmIdentifier(algorithm, DERNull.INSTANCE);
    }

    private static AlgorithmIdentifier pss(ASN1ObjectIdentifier hash, int saltLength) {
        AlgorithmIdentifier digest = new AlgorithmIdentifier(hash, DERNull.INSTANCE);
        ASN1Encodable parameters = new RSASSAPSSparams(
                digest,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
                new ASN1Integer(saltLength),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
        return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters);
    }
}
