package id.segel.ca.lint.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Walks bytes as X.690 DER and stops at the first thing DER does not allow: indefinite or long-winded lengths, BOOLEAN
 * other than 00 and FF, padded INTEGER, unsorted SET OF, unused bits that are set, times without seconds or Zulu.
 */
final class DerWalk {
    private static final int DEPTH_LIMIT = 32;
    private static final int CONSTRUCTED = 0x20;

    private final byte[] der;

    private DerWalk(byte[] der) {
        this.der = der;
    }

    /** What is wrong, or nothing when the bytes are exactly one DER value. */
    static Optional<String> fault(byte[] der) {
        DerWalk walk = new DerWalk(der);
        try {
            int end = walk.value(0, der.length, 0);
            if (end != der.length) {
                return Optional.of("octets beyond the value, from octet " + end);
            }
            return Optional.empty();
        } catch (NotDer e) {
            return Optional.of(e.what);
        }
    }

    /** Checks the value that begins at {@code start} and returns where it ends. */
    private int value(int start, int limit, int depth) {
        require(depth <= DEPTH_LIMIT, start, "nested deeper than " + DEPTH_LIMIT);
        require(limit - start >= 2, start, "a value ends within its tag or length");
        int tag = der[start] & 0xFF;
        require((tag & 0x1F) != 0x1F, start, "a tag of several octets, which certificates do not use");
        int at = start + 1;
        int length = der[at++] & 0xFF;
        if (length >= 0x80) {
            int octets = length - 0x80;
            require(octets >= 1 && octets <= 3, start, "an indefinite or absurd length");
            require(limit - at >= octets, start, "a value ends within its length");
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | der[at++] & 0xFF;
            }
            require(length >= 0x80 && length >= 1 << 8 * (octets - 1), start, "a length in more octets than it needs");
        }
        require(length <= limit - at, start, "a value longer than what holds it");
        int end = at + length;
        if ((tag & CONSTRUCTED) != 0) {
            children(tag, at, end, depth);
        } else if ((tag & 0xC0) == 0) {
            primitive(tag, at, end);
        }
        return end;
    }

    private void children(int tag, int start, int end, int depth) {
        boolean universal = (tag & 0xC0) == 0;
        require(!universal || tag == 0x30 || tag == 0x31, start, "a constructed form of a primitive type");
        int previous = -1;
        int at = start;
        while (at < end) {
            int next = value(at, end, depth + 1);
            if (tag == 0x31 && previous >= 0) {
                int order = Arrays.compareUnsigned(der, previous, at, der, at, next);
                require(order <= 0, at, "a SET OF that is not sorted");
            }
            previous = at;
            at = next;
        }
    }

    private void primitive(int tag, int start, int end) {
        int length = end - start;
        switch (tag) {
            case 0x01 ->
                require(length == 1 && (der[start] == 0 || der[start] == (byte) 0xFF), start, "a BOOLEAN not 00 or FF");
            case 0x02, 0x0A -> integer(start, length);
            case 0x03 -> bitString(start, end);
            case 0x05 -> require(length == 0, start, "a NULL with content");
            case 0x06 -> objectIdentifier(start, end);
            case 0x17 -> require(length == 13 && der[end - 1] == 'Z', start, "a UTCTime without seconds or Zulu");
            case 0x18 ->
                require(
                        length == 15 && der[end - 1] == 'Z',
                        start,
                        "a GeneralizedTime without seconds, with fractions, or without Zulu");
            case 0x30, 0x31, 0x10, 0x11 -> throw new NotDer("a primitive SEQUENCE or SET at octet " + start);
            default -> {
                // Strings: any octets; their characters are the business of other rules.
            }
        }
    }

    private void integer(int start, int length) {
        require(length >= 1, start, "an INTEGER without octets");
        boolean padded = length > 1
                && (der[start] == 0 && der[start + 1] >= 0 || der[start] == (byte) 0xFF && der[start + 1] < 0);
        require(!padded, start, "an INTEGER in more octets than it needs");
    }

    private void bitString(int start, int end) {
        require(end > start, start, "a BIT STRING without its first octet");
        int unused = der[start] & 0xFF;
        require(unused <= 7 && (unused == 0 || end - start > 1), start, "a BIT STRING with impossible unused bits");
        require(
                (der[end - 1] & (1 << unused) - 1) == 0 || end - start == 1,
                start,
                "a BIT STRING with unused bits set");
    }

    private void objectIdentifier(int start, int end) {
        require(end > start && der[end - 1] >= 0, start, "an OBJECT IDENTIFIER that does not end");
        boolean first = true;
        for (int i = start; i < end; i++) {
            require(!first || der[i] != (byte) 0x80, start, "an OBJECT IDENTIFIER with a padded arc");
            first = der[i] >= 0;
        }
    }

    private static void require(boolean holds, int at, String what) {
        if (!holds) {
            throw new NotDer(String.format(Locale.ROOT, "%s at octet %d", what, at));
        }
    }

    private static final class NotDer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String what;

        NotDer(String what) {
            super(what, null, false, false);
            this.what = what;
        }
    }
}
