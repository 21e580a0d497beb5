package id.segel.ca.application;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Derives the public halves of private keys that somebody uploaded, so that the keys can be blocked. A key counts only
 * when the private half is really there: otherwise anybody could have another person's key blocked by writing its modulus
 * into a file. Pure; keeps nothing.
 */
final class UploadedPrivateKeys {
    /** Longer moduli are not calculated with (the same cap as the CSR checks). */
    private static final int LONGEST_MODULUS = 8192;

    private static final int MOST_KEYS = 16;
    private static final BigInteger PROBE = BigInteger.valueOf(0x5e6e1L);

    private UploadedPrivateKeys() {}

    /** SubjectPublicKeyInfo (DER) of each unencrypted RSA or EC private key in the file, PEM or DER. */
    static List<byte[]> publicHalves(byte[] file) {
        List<byte[]> halves = new ArrayList<>();
        for (PrivateKeyInfo key : keys(file)) {
            publicHalf(key).ifPresent(halves::add);
        }
        return halves;
    }

    private static List<PrivateKeyInfo> keys(byte[] file) {
        List<PrivateKeyInfo> keys = new ArrayList<>(inPem(new String(file, StandardCharsets.ISO_8859_1)));
        keys.addAll(inDer(file));
        return keys.subList(0, Math.min(keys.size(), MOST_KEYS));
    }

    private static List<PrivateKeyInfo> inPem(String text) {
        List<PrivateKeyInfo> keys = new ArrayList<>();
        int at = text.indexOf("-----BEGIN ");
        // Each block by itself: one that cannot be read does not hide the next.
        for (int blocks = 0; at >= 0 && blocks < MOST_KEYS; blocks++) {
            int next = text.indexOf("-----BEGIN ", at + 1);
            String block = next < 0 ? text.substring(at) : text.substring(at, next);
            try (PEMParser parser = new PEMParser(new StringReader(block))) {
                Object read = parser.readObject();
                if (read instanceof PEMKeyPair pair) {
                    keys.add(pair.getPrivateKeyInfo());
                } else if (read instanceof PrivateKeyInfo info) {
                    keys.add(info);
                }
            } catch (IOException | RuntimeException e) {
                // Not a key that can be read; it is refused all the same.
            }
            at = next;
        }
        return keys;
    }

    private static List<PrivateKeyInfo> inDer(byte[] file) {
        List<PrivateKeyInfo> keys = new ArrayList<>();
        try (ASN1InputStream in = new ASN1InputStream(new ByteArrayInputStream(file), file.length)) {
            for (int objects = 0; objects < MOST_KEYS; objects++) {
                ASN1Primitive object = in.readObject();
                if (object == null) {
                    break;
                }
                read(object).ifPresent(keys::add);
            }
        } catch (IOException | RuntimeException e) {
            // What follows is not DER.
        }
        return keys;
    }

    private static Optional<PrivateKeyInfo> read(ASN1Encodable object) {
        try {
            return Optional.of(PrivateKeyInfo.getInstance(object));
        } catch (RuntimeException e) {
            // Not PKCS#8.
        }
        try {
            return Optional.of(new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    RSAPrivateKey.getInstance(object)));
        } catch (IOException | RuntimeException e) {
            // Not PKCS#1.
        }
        try {
            ECPrivateKey key = ECPrivateKey.getInstance(object);
            return Optional.of(new PrivateKeyInfo(
                    new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()), key));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> publicHalf(PrivateKeyInfo info) {
        try {
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(withCurve(info));
            if (key instanceof RSAPrivateCrtKeyParameters rsa) {
                return proven(rsa)
                        ? Optional.of(encoded(new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent())))
                        : Optional.empty();
            }
            if (key instanceof ECPrivateKeyParameters ec) {
                return Optional.of(encoded(new ECPublicKeyParameters(
                        ec.getParameters().getG().multiply(ec.getD()).normalize(), ec.getParameters())));
            }
        } catch (IOException | RuntimeException e) {
            // Not a key; nothing to block.
        }
        return Optional.empty();
    }

    /** SEC 1 lets a key leave out its curve; among those that are accepted its length tells which one it is. */
    private static PrivateKeyInfo withCurve(PrivateKeyInfo info) throws IOException {
        AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
        if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey) || algorithm.getParameters() != null) {
            return info;
        }
        ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
        int octets = (key.getKey().bitLength() + 7) / 8;
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey,
                        octets <= 32 ? SECObjectIdentifiers.secp256r1 : SECObjectIdentifiers.secp384r1),
                key);
    }

    /** That d undoes e: who can show that holds the key. */
    private static boolean proven(RSAPrivateCrtKeyParameters key) {
        BigInteger n = key.getModulus();
        BigInteger e = key.getPublicExponent();
        BigInteger d = key.getExponent();
        if (n.bitLength() > LONGEST_MODULUS
                || n.bitLength() < 512
                || e.signum() <= 0
                || d.signum() <= 0
                || e.bitLength() > n.bitLength()
                || d.bitLength() > n.bitLength()
                || e.equals(BigInteger.ONE)) {
            return false;
        }
        return PROBE.modPow(e, n).modPow(d, n).equals(PROBE);
    }

    private static byte[] encoded(AsymmetricKeyParameter key) throws IOException {
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded("DER");
    }
}
