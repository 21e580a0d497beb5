package id.segel.csr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Finds private keys in bytes that claim to be a request. It errs on the side of finding: a file that only looks like
 * one with a private key is refused, and its owner makes another; one that slips through would be stored.
 */
final class PrivateKeySearch {

    /** PEM (RFC 7468 10, 11; OpenSSL's, OpenSSH's and SSH2's labels) and PuTTY's own format. */
    private static final Pattern LABEL =
            Pattern.compile("BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY|PuTTY-User-Key-File", Pattern.CASE_INSENSITIVE);

    /** Java key stores: JKS and JCEKS. */
    private static final byte[][] KEY_STORE_MAGIC = {
        {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed}, {(byte) 0xce, (byte) 0xce, (byte) 0xce, (byte) 0xce}
    };

    /** 1.2.840.113549.1.5 (PKCS#5), 1.2.840.113549.1.12.1 (PKCS#12 PBE), 1.2.840.113549.1.7 (PKCS#7). */
    private static final byte[] PKCS5 = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x05};

    private static final byte[] PKCS12_PBE = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x0c, 0x01
    };
    private static final byte[] PKCS7 = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x07};

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;

    private final byte[] bytes;

    private PrivateKeySearch(byte[] bytes) {
        this.bytes = bytes;
    }

    /** True when the text names a private key in a PEM label or is a PuTTY key. */
    static boolean inText(String text) {
        return LABEL.matcher(text).find();
    }

    /**
     * True when a private key begins anywhere in the bytes, also within another structure: PKCS#8 plain and encrypted,
     * PKCS#1, the DSA form of OpenSSL, SEC 1, PKCS#12, Java key stores. A key that is cut off at its end counts.
     */
    static boolean inBytes(byte[] bytes) {
        for (byte[] magic : KEY_STORE_MAGIC) {
            if (bytes.length >= magic.length && Arrays.equals(magic, 0, 4, bytes, 0, 4)) {
                return true;
            }
        }
        if (inText(new String(bytes, StandardCharsets.ISO_8859_1))) {
            return true;
        }
        PrivateKeySearch search = new PrivateKeySearch(bytes);
        for (int i = 0; i < bytes.length; i++) {
            if ((bytes[i] & 0xff) == SEQUENCE && search.privateKeyAt(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean privateKeyAt(int offset) {
        int inside = content(offset, SEQUENCE);
        if (inside < 0) {
            return false;
        }
        if (content(inside, SEQUENCE) >= 0) {
            return isEncryptedPrivateKeyInfo(inside);
        }
        int version = smallInteger(inside);
        if (version < 0) {
            return false;
        }
        int second = inside + 3;
        return switch (version) {
            case 0 -> isPrivateKeyInfo(second) || isRowOfIntegers(second);
            case 1 -> isPrivateKeyInfo(second) || isRowOfIntegers(second) || isEcPrivateKey(second);
            case 3 -> isPfx(second);
            default -> false;
        };
    }

    /** RFC 5958 3: SEQUENCE { SEQUENCE { pbe OID … } OCTET STRING }. */
    private boolean isEncryptedPrivateKeyInfo(int offset) {
        int algorithm = content(offset, SEQUENCE);
        return startsWithOid(algorithm, PKCS5) && followedBy(offset, OCTET_STRING, 16)
                || startsWithOid(algorithm, PKCS12_PBE) && followedBy(offset, OCTET_STRING, 16);
    }

    /** RFC 5958 2: version, SEQUENCE { OID … }, OCTET STRING. */
    private boolean isPrivateKeyInfo(int offset) {
        int algorithm = content(offset, SEQUENCE);
        return algorithm >= 0 && content(algorithm, OBJECT_IDENTIFIER) >= 0 && followedBy(offset, OCTET_STRING, 16);
    }

    /** RFC 8017 A.1.2 (n e d p q …) and OpenSSL's DSA form (p q g y x): a long modulus and two integers more. */
    private boolean isRowOfIntegers(int offset) {
        int modulus = content(offset, INTEGER);
        if (modulus < 0 || length(offset) < 32) {
            return false;
        }
        int second = modulus + length(offset);
        return content(second, INTEGER) >= 0 && content(content(second, INTEGER) + length(second), INTEGER) >= 0;
    }

    /** RFC 5915 3: version 1, OCTET STRING of the field's size, then [0], [1] or the end. */
    private boolean isEcPrivateKey(int offset) {
        int key = content(offset, OCTET_STRING);
        if (key < 0 || length(offset) < 20 || length(offset) > 72) {
            return false;
        }
        int next = key + length(offset);
        return next >= bytes.length || (bytes[next] & 0xff) == 0xa0 || (bytes[next] & 0xff) == 0xa1;
    }

    /** RFC 7292 4: version 3, ContentInfo. */
    private boolean isPfx(int offset) {
        return startsWithOid(content(offset, SEQUENCE), PKCS7);
    }

    private boolean startsWithOid(int offset, byte[] prefix) {
        int oid = content(offset, OBJECT_IDENTIFIER);
        return oid >= 0
                && oid + prefix.length <= bytes.length
                && Arrays.equals(bytes, oid, oid + prefix.length, prefix, 0, prefix.length);
    }

    /** True when the element at the offset is followed by one with the tag and at least that much content. */
    private boolean followedBy(int offset, int tag, int minimum) {
        int next = content(offset, bytes[offset] & 0xff) + length(offset);
        return content(next, tag) >= 0 && (length(next) >= minimum || length(next) < 0);
    }

    /** Where the content begins if the tag stands at the offset, else -1; forgives lengths beyond the end. */
    private int content(int offset, int tag) {
        if (offset < 0 || offset + 1 >= bytes.length || (bytes[offset] & 0xff) != tag) {
            return -1;
        }
        int first = bytes[offset + 1] & 0xff;
        if (first <= 0x80) {
            return offset + 2;
        }
        int octets = first & 0x7f;
        return octets <= 3 && offset + 2 + octets <= bytes.length ? offset + 2 + octets : -1;
    }

    /** The length field of the element at the offset; an indefinite length is 0. */
    private int length(int offset) {
        int first = bytes[offset + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | bytes[offset + 2 + i] & 0xff;
        }
        return length;
    }

    private int smallInteger(int offset) {
        int content = content(offset, INTEGER);
        return content >= 0 && length(offset) == 1 && content < bytes.length ? bytes[content] : -1;
    }
}
