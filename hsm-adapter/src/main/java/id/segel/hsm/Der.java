package id.segel.hsm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** The few DER encodings (X.690) that stand between a hash and a token: no parser, lengths below 64 KiB. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    /** 2.16.840.1.101.3.4.2, NIST hash algorithms; the last arc follows. */
    private static final byte[] NIST_HASH = {0x06, 0x09, 0x60, (byte) 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02};

    /** 1.2.840.10045.2.1, id-ecPublicKey. */
    private static final byte[] EC_PUBLIC_KEY = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final byte[] NULL = {0x05, 0x00};

    private Der() {}

    /** DigestInfo of RFC 8017 9.2: the algorithm with NULL parameters, and the digest. */
    static byte[] digestInfo(byte[] digest) {
        byte arc = switch (digest.length) {
            case 32 -> 1;
            case 48 -> 2;
            case 64 -> 3;
            default -> throw new IllegalArgumentException("No hash here has " + digest.length + " bytes.");
        };
        return value(SEQUENCE, value(SEQUENCE, NIST_HASH, new byte[] {arc}, NULL), value(OCTET_STRING, digest));
    }

    /** ECDSA-Sig-Value of RFC 3279 2.2.3 from the token's r and s of equal length, at most 48 bytes each. */
    static byte[] ecdsaSignature(byte[] raw) {
        int half = raw.length / 2;
        // Every length fits into one byte, and each signature comes by here: no general encoder.
        byte[] out = new byte[raw.length + 8];
        int end = unsigned(raw, half, half, out, unsigned(raw, 0, half, out, 2));
        out[0] = SEQUENCE;
        out[1] = (byte) (end - 2);
        return Arrays.copyOf(out, end);
    }

    /** Writes an INTEGER of these unsigned bytes; where it ends. */
    private static int unsigned(byte[] from, int begin, int length, byte[] out, int at) {
        int first = begin;
        int last = begin + length - 1;
        while (first < last && from[first] == 0) {
            first++;
        }
        int sign = from[first] < 0 ? 1 : 0;
        int size = last - first + 1;
        out[at] = INTEGER;
        out[at + 1] = (byte) (sign + size);
        System.arraycopy(from, first, out, at + 2 + sign, size);
        return at + 2 + sign + size;
    }

    /** SubjectPublicKeyInfo of RFC 5480 from CKA_EC_PARAMS (DER) and an uncompressed point. */
    static byte[] ecPublicKey(byte[] parameters, byte[] point) {
        return value(SEQUENCE, value(SEQUENCE, EC_PUBLIC_KEY, parameters), value(BIT_STRING, new byte[] {0}, point));
    }

    /** INTEGER. */
    static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    private static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
