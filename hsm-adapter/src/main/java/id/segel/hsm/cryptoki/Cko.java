package id.segel.hsm.cryptoki;

/** Object classes and key types (PKCS #11 2.40, CK_OBJECT_CLASS and CK_KEY_TYPE). */
public final class Cko {
    public static final long CERTIFICATE = 0x01;
    public static final long PUBLIC_KEY = 0x02;
    public static final long PRIVATE_KEY = 0x03;
    public static final long SECRET_KEY = 0x04;

    public static final long CKK_RSA = 0x00;
    public static final long CKK_EC = 0x03;
    public static final long CKK_GENERIC_SECRET = 0x10;
    public static final long CKK_AES = 0x1f;

    /** CKC_X_509, the certificate type. */
    public static final long CKC_X_509 = 0x00;

    private Cko() {}
}
