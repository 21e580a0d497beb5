package id.segel.hsm.cryptoki;

/** Attribute types (PKCS #11 2.40, CK_ATTRIBUTE_TYPE). */
public final class Cka {
    public static final long CLASS = 0x00;
    public static final long TOKEN = 0x01;
    public static final long PRIVATE = 0x02;
    public static final long LABEL = 0x03;
    public static final long VALUE = 0x11;
    public static final long CERTIFICATE_TYPE = 0x80;
    public static final long ISSUER = 0x81;
    public static final long SERIAL_NUMBER = 0x82;
    public static final long KEY_TYPE = 0x100;
    public static final long SUBJECT = 0x101;
    public static final long ID = 0x102;
    public static final long SENSITIVE = 0x103;
    public static final long ENCRYPT = 0x104;
    public static final long DECRYPT = 0x105;
    public static final long WRAP = 0x106;
    public static final long UNWRAP = 0x107;
    public static final long SIGN = 0x108;
    public static final long SIGN_RECOVER = 0x109;
    public static final long VERIFY = 0x10a;
    public static final long VERIFY_RECOVER = 0x10b;
    public static final long DERIVE = 0x10c;
    public static final long MODULUS = 0x120;
    public static final long MODULUS_BITS = 0x121;
    public static final long PUBLIC_EXPONENT = 0x122;
    public static final long VALUE_LEN = 0x161;
    public static final long EXTRACTABLE = 0x162;
    public static final long LOCAL = 0x163;
    public static final long NEVER_EXTRACTABLE = 0x164;
    public static final long ALWAYS_SENSITIVE = 0x165;
    public static final long EC_PARAMS = 0x180;
    public static final long EC_POINT = 0x181;
    public static final long ALWAYS_AUTHENTICATE = 0x202;

    private Cka() {}
}
