package id.segel.lock;

import id.segel.csr.KeyRules;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of key pair LOCK makes. */
enum KeyType {
    RSA_3072("rsa-3072", 3072, "", ""),
    RSA_2048("rsa-2048", 2048, "", ""),
    RSA_4096("rsa-4096", 4096, "", ""),
    P_256("p-256", 0, "P-256", "secp256r1"),
    P_384("p-384", 0, "P-384", "secp384r1");

    private final String option;
    private final int bits;
    private final String curve;
    private final String jcaCurve;

    KeyType(String option, int bits, String curve, String jcaCurve) {
        this.option = option;
        this.bits = bits;
        this.curve = curve;
        this.jcaCurve = jcaCurve;
    }

    /** The type by its name on the command line; null when there is none. */
    static @Nullable KeyType byOption(String option) {
        return Arrays.stream(values())
                .filter(type -> type.option.equalsIgnoreCase(option))
                .findFirst()
                .orElse(null);
    }

    /** The types a product takes, as they are written on the command line. */
    static List<String> allowedBy(KeyRules rules) {
        return Arrays.stream(values())
                .filter(type -> type.isAllowedBy(rules))
                .map(KeyType::toString)
                .toList();
    }

    boolean isAllowedBy(KeyRules rules) {
        return bits > 0
                ? rules.rsaAllowed() && bits >= rules.rsaMinBits() && bits <= rules.rsaMaxBits()
                : rules.curves().contains(curve);
    }

    /** Such as {@code RSA 3072}. */
    String description() {
        return bits > 0 ? "RSA " + bits : "EC " + curve;
    }

    KeyPair generate(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(bits > 0 ? "RSA" : "EC");
        generator.initialize(
                bits > 0
                        ? new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4)
                        : new ECGenParameterSpec(jcaCurve),
                random);
        return generator.generateKeyPair();
    }

    @Override
    public String toString() {
        return option;
    }
}
