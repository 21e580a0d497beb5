package id.segel.csr;

/** The kinds of public key that are told apart. Only {@link #RSA} and {@link #EC} can be accepted. */
public enum PublicKeyKind {
    /** rsaEncryption (RFC 8017). */
    RSA,
    /** id-ecPublicKey (RFC 5480). */
    EC,
    /** Anything else: DSA, Ed25519, id-RSASSA-PSS, unknown algorithms. */
    OTHER
}
