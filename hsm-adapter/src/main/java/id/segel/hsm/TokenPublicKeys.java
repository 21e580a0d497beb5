package id.segel.hsm;

import id.segel.hsm.cryptoki.Attributes;
import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Public keys as the token's objects describe them. */
final class TokenPublicKeys {
    /** CKA_EC_PARAMS: namedCurve OIDs, DER (RFC 5480 2.1.1.1). */
    static final byte[] P256 = {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03, 0x01, 0x07};

    static final byte[] P384 = {0x06, 0x05, 0x2b, (byte) 0x81, 0x04, 0x00, 0x22};

    private TokenPublicKeys() {}

    /** The public key these attributes describe; null if they do not suffice or the kind is not used here. */
    static @Nullable PublicKey of(Attributes attributes) {
        long type = attributes.number(Cka.KEY_TYPE).orElse(-1);
        try {
            if (type == Cko.CKK_RSA && attributes.has(Cka.MODULUS) && attributes.has(Cka.PUBLIC_EXPONENT)) {
                return KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(
                                attributes.bigInteger(Cka.MODULUS), attributes.bigInteger(Cka.PUBLIC_EXPONENT)));
            }
            if (type == Cko.CKK_EC && attributes.has(Cka.EC_POINT) && curveSize(attributes) != 0) {
                byte[] point = point(attributes.bytes(Cka.EC_POINT), curveSize(attributes));
                return KeyFactory.getInstance("EC")
                        .generatePublic(
                                new X509EncodedKeySpec(Der.ecPublicKey(attributes.bytes(Cka.EC_PARAMS), point)));
            }
            return null;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** The curve's field in bits by CKA_EC_PARAMS, 0 if it is neither P-256 nor P-384. */
    static int curveSize(Attributes attributes) {
        byte[] parameters = attributes.bytes(Cka.EC_PARAMS);
        if (Arrays.equals(parameters, P256)) {
            return 256;
        }
        return Arrays.equals(parameters, P384) ? 384 : 0;
    }

    /** Size in bits of a software public key, 0 for a kind not used here. */
    static int size(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec
                ? ec.getParams().getCurve().getField().getFieldSize()
                : 0;
    }

    /** CKA_EC_POINT is a DER OCTET STRING of the point by the standard; some libraries give the bare point. */
    private static byte[] point(byte[] attribute, int field) {
        int length = 1 + 2 * field / 8;
        return attribute.length == length
                ? attribute
                : Arrays.copyOfRange(attribute, Math.max(0, attribute.length - length), attribute.length);
    }
}
