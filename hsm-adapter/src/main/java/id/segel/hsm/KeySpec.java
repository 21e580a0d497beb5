package id.segel.hsm;

/** A kind and size of key pair a ceremony can make. */
public enum KeySpec {
    RSA_2048("RSA", 2048),
    RSA_3072("RSA", 3072),
    RSA_4096("RSA", 4096),
    EC_P256("EC", 256),
    EC_P384("EC", 384);

    private final String algorithm;
    private final int size;

    KeySpec(String algorithm, int size) {
        this.algorithm = algorithm;
        this.size = size;
    }

    /** {@code RSA} or {@code EC}. */
    public String algorithm() {
        return algorithm;
    }

    /** Bits of the modulus, or of the curve's field. */
    public int size() {
        return size;
    }
}
