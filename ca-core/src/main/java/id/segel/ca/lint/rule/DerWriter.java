package id.segel.ca.lint.rule;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Writes DER by hand (X.690), so that what a certificate should hold is not put together by the library that put the
 * certificate together.
 */
final class DerWriter {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int UTF8_STRING = 0x0C;
    static final int PRINTABLE_STRING = 0x13;
    static final int IA5_STRING = 0x16;
    static final int SEQUENCE = 0x30;

    private DerWriter() {}

    /** A value of this tag that holds these octets, one after the other. */
    static byte[] value(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else if (length < 0x10000) {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        } else {
            throw new IllegalArgumentException("a value of " + length + " octets is longer than certificates are");
        }
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... elements) {
        return value(SEQUENCE, elements);
    }

    static byte[] text(int tag, String text) {
        return value(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] integer(int number) {
        return value(INTEGER, BigInteger.valueOf(number).toByteArray());
    }

    static byte[] isTrue() {
        return value(BOOLEAN, new byte[] {(byte) 0xFF});
    }

    /** A named bit list: trailing zero bits are left out (X.690 11.2.2). At least one of the first eight bits is set. */
    static byte[] namedBits(int firstOctet) {
        return value(BIT_STRING, new byte[] {(byte) Integer.numberOfTrailingZeros(firstOctet), (byte) firstOctet});
    }

    /** An object identifier: base 128, the first two arcs joined. */
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BigInteger joined = BigInteger.valueOf(Integer.parseInt(arcs[0]) * 40L).add(new BigInteger(arcs[1]));
        arc(out, joined);
        for (int i = 2; i < arcs.length; i++) {
            arc(out, new BigInteger(arcs[i]));
        }
        return value(0x06, out.toByteArray());
    }

    private static void arc(ByteArrayOutputStream out, BigInteger arc) {
        int groups = Math.max(1, (arc.bitLength() + 6) / 7);
        for (int i = groups - 1; i >= 0; i--) {
            int group = arc.shiftRight(7 * i).intValue() & 0x7F;
            out.write(i == 0 ? group : group | 0x80);
        }
    }
}
