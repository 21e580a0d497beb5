package id.segel.csr;

/** The kinds of public key that are told apart. {@link #OTHER} is never accepted. */
public enum PublicKeyKind {
    /** rsaEncryption (RFC 8017). */
    RSA("RSA"),
    /** id-ecPublicKey (RFC 5480). */
    EC("EC"),
    /** id-Ed25519 (RFC 8410). */
    ED25519("Ed25519"),
    /** Anything else: DSA, Ed448, id-RSASSA-PSS, unknown algorithms. */
    OTHER("OTHER");

    private final String label;

    PublicKeyKind(String label) {
        this.label = label;
    }

    /** The name a reader knows it by. */
    public String label() {
        return label;
    }
}
