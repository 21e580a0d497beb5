package id.segel.hsm.cryptoki;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A mechanism with its parameter (PKCS #11 2.40, CK_MECHANISM).
 *
 * @param type CK_MECHANISM_TYPE
 * @param parameters CK_ULONG fields of the parameter structure, none for no parameter
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Mechanism(long type, long... parameters) {
    public static final Mechanism RSA_PKCS_KEY_PAIR_GEN = new Mechanism(0x0000);
    public static final Mechanism RSA_PKCS = new Mechanism(0x0001);
    public static final Mechanism GENERIC_SECRET_KEY_GEN = new Mechanism(0x0350);
    public static final Mechanism EC_KEY_PAIR_GEN = new Mechanism(0x1040);
    public static final Mechanism ECDSA = new Mechanism(0x1041);
    public static final Mechanism AES_KEY_GEN = new Mechanism(0x1080);

    private static final long CKM_RSA_PKCS_PSS = 0x000d;

    /**
     * RSASSA-PSS over a digest made elsewhere, MGF1 with the same hash, salt as long as the digest.
     *
     * @param digestLength 32, 48 or 64
     */
    public static Mechanism rsaPss(int digestLength) {
        // CK_RSA_PKCS_PSS_PARAMS: hashAlg, mgf (CKG_MGF1_SHA256, 384, 512), sLen
        return switch (digestLength) {
            case 32 -> new Mechanism(CKM_RSA_PKCS_PSS, 0x250, 2, 32);
            case 48 -> new Mechanism(CKM_RSA_PKCS_PSS, 0x260, 3, 48);
            case 64 -> new Mechanism(CKM_RSA_PKCS_PSS, 0x270, 4, 64);
            default -> throw new IllegalArgumentException("No PSS hash of " + digestLength + " bytes.");
        };
    }

    /** The structure and its parameter in one block, so that neither is collected while the other is in use. */
    Memory block() {
        Memory block = new Memory(24 + 8L * parameters.length);
        block.setLong(0, type);
        block.setPointer(8, parameters.length == 0 ? Pointer.NULL : block.share(24));
        block.setLong(16, 8L * parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            block.setLong(24 + 8L * i, parameters[i]);
        }
        return block;
    }
}
