package id.segel.ca.lint.external;

import id.segel.hsm.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys that sign what an external linter is shown and nothing else. Made when first needed, kept in memory, gone with the
 * process. Thread-safe.
 */
final class ThrowAwayKeys {
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();

    /**
     * A signature as long as the issuer's will be.
     *
     * @param rsaBits length of the issuer's modulus; not looked at for ECDSA
     */
    byte[] sign(SignatureScheme scheme, int rsaBits, byte[] message) {
        try {
            Signature signature = signature(scheme);
            signature.initSign(key(scheme, rsaBits).getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a throw-away key cannot sign with " + scheme + ": " + e.getMessage(), e);
        }
    }

    private KeyPair key(SignatureScheme scheme, int rsaBits) {
        return switch (scheme) {
            case ECDSA_SHA256 -> keys.computeIfAbsent("P-256", name -> ec("secp256r1"));
            case ECDSA_SHA384 -> keys.computeIfAbsent("P-384", name -> ec("secp384r1"));
            default -> keys.computeIfAbsent("RSA " + rsaBits, name -> rsa(rsaBits));
        };
    }

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no throw-away key of " + curve + ": " + e.getMessage(), e);
        }
    }

    private static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no throw-away RSA key of " + bits + " bits: " + e.getMessage(), e);
        }
    }

    private static Signature signature(SignatureScheme scheme) throws GeneralSecurityException {
        return switch (scheme) {
            case RSA_PKCS1_SHA256 -> Signature.getInstance("SHA256withRSA");
            case RSA_PKCS1_SHA384 -> Signature.getInstance("SHA384withRSA");
            case RSA_PKCS1_SHA512 -> Signature.getInstance("SHA512withRSA");
            case RSA_PSS_SHA256 -> pss(MGF1ParameterSpec.SHA256, 32);
            case RSA_PSS_SHA384 -> pss(MGF1ParameterSpec.SHA384, 48);
            case RSA_PSS_SHA512 -> pss(MGF1ParameterSpec.SHA512, 64);
            case ECDSA_SHA256 -> Signature.getInstance("SHA256withECDSA");
            case ECDSA_SHA384 -> Signature.getInstance("SHA384withECDSA");
        };
    }

    private static Signature pss(MGF1ParameterSpec hash, int salt) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(hash.getDigestAlgorithm(), "MGF1", hash, salt, 1));
        return signature;
    }
}
