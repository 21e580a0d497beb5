package id.segel.ca.lint;

import java.util.Arrays;
import java.util.HexFormat;

/** Surgery on the bytes of a certificate. */
final class Bytes {
    private Bytes() {}

    static int indexOf(byte[] bytes, String hex) {
        byte[] wanted = HexFormat.of().parseHex(hex);
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not there: " + hex);
    }

    static byte[] inserted(byte[] bytes, int at, String hex) {
        byte[] more = HexFormat.of().parseHex(hex);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
        return longer;
    }

    static byte[] without(byte[] bytes, int at) {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
        return shorter;
    }

    /** Lengthens the outer SEQUENCE, [3] and the SEQUENCE in it, all with lengths of two octets. */
    static byte[] lengthenExtensions(byte[] tbs, int more) {
        lengthen(tbs, 0, more);
        int extensions = tbs.length - 1;
        while (tbs[extensions] != (byte) 0xA3 || tbs[extensions + 1] != (byte) 0x82) {
            extensions--;
        }
        lengthen(tbs, extensions, more);
        lengthen(tbs, extensions + 4, more);
        return tbs;
    }

    private static void lengthen(byte[] tbs, int at, int more) {
        if (tbs[at + 1] != (byte) 0x82) {
            throw new AssertionError("no length of two octets at " + at);
        }
        int length = (tbs[at + 2] & 0xFF) << 8 | tbs[at + 3] & 0xFF;
        tbs[at + 2] = (byte) (length + more >> 8);
        tbs[at + 3] = (byte) (length + more);
    }
}
