package id.segel.hsm;

import id.segel.hsm.cryptoki.Attributes;
import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.Template;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads every key of a token and judges it: only a key that cannot leave the token, does one thing, and has the
 * certificate that belongs to it is used. One object is one look at the token.
 */
final class KeyInspector {
    private static final long[] KEY_ATTRIBUTES = {
        Cka.LABEL,
        Cka.ID,
        Cka.KEY_TYPE,
        Cka.SENSITIVE,
        Cka.ALWAYS_SENSITIVE,
        Cka.EXTRACTABLE,
        Cka.NEVER_EXTRACTABLE,
        Cka.LOCAL,
        Cka.SIGN,
        Cka.DECRYPT,
        Cka.UNWRAP,
        Cka.DERIVE
    };
    private static final long[] PRIVATE_ATTRIBUTES = {
        Cka.ALWAYS_AUTHENTICATE, Cka.SIGN_RECOVER, Cka.MODULUS, Cka.PUBLIC_EXPONENT, Cka.EC_PARAMS, Cka.KEY_TYPE
    };
    private static final long[] SECRET_ATTRIBUTES = {Cka.ENCRYPT, Cka.WRAP, Cka.VERIFY, Cka.VALUE_LEN};
    private static final long[] PUBLIC_ATTRIBUTES = {
        Cka.ID, Cka.KEY_TYPE, Cka.MODULUS, Cka.PUBLIC_EXPONENT, Cka.EC_PARAMS, Cka.EC_POINT
    };

    private final CryptokiSession session;
    private final Map<String, List<PublicKey>> publicKeys = new HashMap<>();
    private final Map<String, List<X509Certificate>> certificates = new HashMap<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, Integer> privateIds = new HashMap<>();

    private KeyInspector(CryptokiSession session) {
        this.session = session;
    }

    /** What one key's attributes say, before it is judged. */
    private record Found(boolean secret, Attributes common, Attributes special) {
        String label() {
            return common.text(Cka.LABEL);
        }

        String id() {
            return HexFormat.of().formatHex(common.bytes(Cka.ID));
        }

        long type() {
            return common.number(Cka.KEY_TYPE).orElse(-1);
        }

        boolean may(long usage) {
            return common.flag(usage, false) || special.flag(usage, false);
        }
    }

    /** Every private and secret key of the token this session is logged in to, in the token's order. */
    static List<TokenKey> inspect(CryptokiSession session) {
        return new KeyInspector(session).inspect();
    }

    private List<TokenKey> inspect() {
        readPublicKeys();
        readCertificates();
        List<Found> found = new ArrayList<>();
        for (long object : objects(Cko.PRIVATE_KEY)) {
            found.add(new Found(false, session.read(object, KEY_ATTRIBUTES), session.read(object, PRIVATE_ATTRIBUTES)));
        }
        for (long object : objects(Cko.SECRET_KEY)) {
            found.add(new Found(true, session.read(object, KEY_ATTRIBUTES), session.read(object, SECRET_ATTRIBUTES)));
        }
        for (Found key : found) {
            labels.merge(key.label(), 1, Integer::sum);
            if (!key.secret()) {
                privateIds.merge(key.id(), 1, Integer::sum);
            }
        }
        return found.stream().map(this::judge).toList();
    }

    private List<Long> objects(long objectClass) {
        return session.find(new Template().number(Cka.CLASS, objectClass).flag(Cka.TOKEN, true));
    }

    private void readPublicKeys() {
        for (long object : objects(Cko.PUBLIC_KEY)) {
            Attributes attributes = session.read(object, PUBLIC_ATTRIBUTES);
            PublicKey key = TokenPublicKeys.of(attributes);
            if (key != null) {
                publicKeys
                        .computeIfAbsent(HexFormat.of().formatHex(attributes.bytes(Cka.ID)), id -> new ArrayList<>())
                        .add(key);
            }
        }
    }

    private void readCertificates() {
        for (long object : objects(Cko.CERTIFICATE)) {
            Attributes attributes = session.read(object, Cka.ID, Cka.VALUE);
            X509Certificate certificate = certificate(attributes.bytes(Cka.VALUE));
            if (certificate != null) {
                certificates
                        .computeIfAbsent(HexFormat.of().formatHex(attributes.bytes(Cka.ID)), id -> new ArrayList<>())
                        .add(certificate);
            }
        }
    }

    private static @Nullable X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            // An object that is no certificate is nobody's certificate; its key is then refused for having none.
            return null;
        }
    }

    private TokenKey judge(Found key) {
        PublicKey publicKey = key.secret() ? null : publicKey(key);
        X509Certificate certificate = key.secret() ? null : fittingCertificate(key, publicKey);
        KeyInfo.Kind kind = kind(key);
        int size = size(key, publicKey);
        Refusal refusal = refusal(key, kind, size, certificate);
        KeyInfo info = new KeyInfo(
                key.label(),
                key.id(),
                kind,
                algorithm(key.type()),
                size,
                usages(key),
                key.common().flag(Cka.SENSITIVE, false),
                key.common().flag(Cka.ALWAYS_SENSITIVE, false),
                key.common().flag(Cka.EXTRACTABLE, true),
                key.common().flag(Cka.NEVER_EXTRACTABLE, false),
                key.common().flag(Cka.LOCAL, false),
                certificate != null,
                refusal == null ? null : refusal.reason(),
                refusal == null ? null : refusal.remedy());
        return new TokenKey(info, key.common().bytes(Cka.ID), publicKey, certificate);
    }

    /** An RSA private key shows its public half itself; an EC one does not, its public object does. */
    private @Nullable PublicKey publicKey(Found key) {
        PublicKey own = TokenPublicKeys.of(key.special());
        if (own != null) {
            return own;
        }
        List<PublicKey> beside = publicKeys.getOrDefault(key.id(), List.of());
        return beside.size() == 1 ? beside.get(0) : null;
    }

    /** The newest certificate beside the key whose public key is the key's, as far as the token shows it. */
    private @Nullable X509Certificate fittingCertificate(Found key, @Nullable PublicKey publicKey) {
        X509Certificate newest = null;
        for (X509Certificate candidate : certificates.getOrDefault(key.id(), List.of())) {
            boolean fits = publicKey == null
                    // Nothing shows the point: the curve must fit, and the challenge decides the rest.
                    ? TokenPublicKeys.size(candidate.getPublicKey()) == TokenPublicKeys.curveSize(key.special())
                    : publicKey.equals(candidate.getPublicKey());
            if (fits
                    && (newest == null
                            || candidate
                                    .getNotBefore()
                                    .toInstant()
                                    .isAfter(newest.getNotBefore().toInstant()))) {
                newest = candidate;
            }
        }
        return newest;
    }

    private static KeyInfo.Kind kind(Found key) {
        if (!key.secret()) {
            return key.may(Cka.SIGN) ? KeyInfo.Kind.SIGNING : KeyInfo.Kind.OTHER;
        }
        if (key.type() == Cko.CKK_AES && key.may(Cka.ENCRYPT) && key.may(Cka.DECRYPT)) {
            return KeyInfo.Kind.WRAPPING;
        }
        return key.type() == Cko.CKK_GENERIC_SECRET && key.may(Cka.SIGN) ? KeyInfo.Kind.MAC : KeyInfo.Kind.OTHER;
    }

    private static String algorithm(long type) {
        if (type == Cko.CKK_RSA) {
            return "RSA";
        }
        if (type == Cko.CKK_EC) {
            return "EC";
        }
        if (type == Cko.CKK_AES) {
            return "AES";
        }
        return type == Cko.CKK_GENERIC_SECRET ? "GENERIC_SECRET" : "0x" + Long.toHexString(type);
    }

    private static int size(Found key, @Nullable PublicKey publicKey) {
        if (key.secret()) {
            return (int) (key.special().number(Cka.VALUE_LEN).orElse(0) * 8);
        }
        return publicKey == null ? TokenPublicKeys.curveSize(key.special()) : TokenPublicKeys.size(publicKey);
    }

    private static Set<String> usages(Found key) {
        Map<String, Long> names = new LinkedHashMap<>();
        names.put("sign", Cka.SIGN);
        names.put("sign-recover", Cka.SIGN_RECOVER);
        names.put("verify", Cka.VERIFY);
        names.put("encrypt", Cka.ENCRYPT);
        names.put("decrypt", Cka.DECRYPT);
        names.put("wrap", Cka.WRAP);
        names.put("unwrap", Cka.UNWRAP);
        names.put("derive", Cka.DERIVE);
        Set<String> usages = new TreeSet<>();
        names.forEach((name, attribute) -> {
            if (key.may(attribute)) {
                usages.add(name);
            }
        });
        return usages;
    }

    private record Refusal(String reason, String remedy) {}

    private @Nullable Refusal refusal(Found key, KeyInfo.Kind kind, int size, @Nullable X509Certificate certificate) {
        if (key.label().isEmpty()) {
            return new Refusal("it has no label", "Set its CKA_LABEL; keys are found by label here.");
        }
        if (labels.getOrDefault(key.label(), 0) > 1) {
            return new Refusal(
                    labels.get(key.label()) + " keys of the token carry this label",
                    "Give each its own label, or destroy the ones that are not used.");
        }
        if (key.common().flag(Cka.EXTRACTABLE, true)) {
            return new Refusal(
                    "it is extractable: it could leave the token",
                    "Make a new key by ceremony; a key that could be taken out cannot be made safe afterwards.");
        }
        if (!key.common().flag(Cka.SENSITIVE, false)) {
            return new Refusal(
                    "it is not sensitive: its value can be read in the clear", "Make a new key by ceremony.");
        }
        if (key.secret()) {
            return secretRefusal(key, kind);
        }
        return privateRefusal(key, kind, size, certificate);
    }

    private static @Nullable Refusal secretRefusal(Found key, KeyInfo.Kind kind) {
        int purposes = count(
                key.may(Cka.ENCRYPT) || key.may(Cka.DECRYPT),
                key.may(Cka.WRAP) || key.may(Cka.UNWRAP),
                key.may(Cka.SIGN) || key.may(Cka.VERIFY),
                key.may(Cka.DERIVE));
        if (purposes > 1) {
            return multiPurpose(key);
        }
        return kind == KeyInfo.Kind.OTHER ? unused() : null;
    }

    private @Nullable Refusal privateRefusal(
            Found key, KeyInfo.Kind kind, int size, @Nullable X509Certificate certificate) {
        int purposes = count(
                key.may(Cka.SIGN) || key.may(Cka.SIGN_RECOVER),
                key.may(Cka.DECRYPT),
                key.may(Cka.UNWRAP),
                key.may(Cka.DERIVE));
        if (purposes > 1) {
            return multiPurpose(key);
        }
        boolean rsa = key.type() == Cko.CKK_RSA && size >= 2048 && size <= 4096;
        boolean ec = key.type() == Cko.CKK_EC && (size == 256 || size == 384);
        if (kind == KeyInfo.Kind.OTHER || !(rsa || ec)) {
            return unused();
        }
        if (key.may(Cka.ALWAYS_AUTHENTICATE)) {
            return new Refusal(
                    "it asks for the PIN at every use (CKA_ALWAYS_AUTHENTICATE)",
                    "Make a new key by ceremony; a service cannot answer for a person.");
        }
        if (privateIds.getOrDefault(key.id(), 0) > 1) {
            return new Refusal(
                    "another private key has the same CKA_ID, so that a certificate cannot tell them apart",
                    "Destroy the key left over by a failed ceremony, or give it another CKA_ID.");
        }
        if (certificate != null) {
            return null;
        }
        return certificates.containsKey(key.id())
                ? new Refusal(
                        "the certificate beside it (same CKA_ID) is for another public key",
                        "Store the certificate that belongs to the key, and remove the wrong one.")
                : new Refusal(
                        "no certificate stands beside it (CKO_CERTIFICATE with the same CKA_ID)",
                        "Store its certificate; an unfinished ceremony leaves a key without one.");
    }

    private static Refusal multiPurpose(Found key) {
        return new Refusal(
                "it serves more than one purpose: " + String.join(", ", usages(key)),
                "Make a new key by ceremony that does one thing only.");
    }

    private static Refusal unused() {
        return new Refusal(
                "it is of no kind used here (RSA 2048 to 4096, P-256, P-384 to sign; AES to encrypt and decrypt; "
                        + "generic secret to sign)",
                "Make a new key by ceremony, or leave it to whom it belongs.");
    }

    private static int count(boolean... conditions) {
        int count = 0;
        for (boolean condition : conditions) {
            count += condition ? 1 : 0;
        }
        return count;
    }
}
