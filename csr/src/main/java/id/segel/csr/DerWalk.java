package id.segel.csr;

import org.jspecify.annotations.Nullable;

/**
 * Walks through DER with a loop and a fixed stack, before any parser that recurses or allocates sees it. What it lets
 * through has definite minimal lengths (X.690 10.1, 8.1.3.5), minimal tags, proper booleans, integers, nulls and times, no
 * string in pieces, and is within the limits of depth and count.
 */
public final class DerWalk {

    /** Deepest nesting; a request with extensions needs 9. */
    public static final int MAX_DEPTH = 16;

    /** Most elements; a request as Windows makes it has about 70. */
    public static final int MAX_ELEMENTS = 1000;

    private static final int MAX_TAG_OCTETS = 5;

    /** Sees every element in the order of the bytes. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * @param tag the identifier's first octet
         * @param offset where the content begins
         * @param length the content's length
         */
        void element(int tag, int offset, int length);
    }

    /** How a walk ended. */
    public enum Ending {
        /** One element, as long as the input. */
        WHOLE,
        /** One element, and bytes after it. */
        TRAILING,
        /** Not DER. */
        NOT_DER,
        /** Deeper than {@link #MAX_DEPTH}. */
        TOO_DEEP,
        /** More than {@link #MAX_ELEMENTS}. */
        TOO_MANY
    }

    /**
     * @param ending how the walk ended
     * @param position the byte it ended at, counted from 0
     */
    public record Result(Ending ending, int position) {}

    private final byte[] bytes;
    private final int[] ends = new int[MAX_DEPTH + 1];
    private int depth;
    private int position;
    private int contentLength;

    private DerWalk(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Walks through the element the bytes begin with.
     *
     * @param visitor told of each element, or null
     */
    public static Result walk(byte[] bytes, @Nullable Visitor visitor) {
        return new DerWalk(bytes).run(visitor);
    }

    private Result run(@Nullable Visitor visitor) {
        ends[0] = bytes.length;
        int elements = 0;
        do {
            if (++elements > MAX_ELEMENTS) {
                return new Result(Ending.TOO_MANY, position);
            }
            int start = position;
            int tag = readHeader();
            if (tag < 0 || !contentIsSound(tag)) {
                return new Result(Ending.NOT_DER, start);
            }
            if (visitor != null) {
                visitor.element(tag, position, contentLength);
            }
            if ((tag & 0x20) == 0) {
                position += contentLength;
            } else if (depth == MAX_DEPTH) {
                return new Result(Ending.TOO_DEEP, start);
            } else {
                ends[++depth] = position + contentLength;
            }
            while (depth > 0 && position == ends[depth]) {
                depth--;
            }
        } while (depth > 0);
        return new Result(position == bytes.length ? Ending.WHOLE : Ending.TRAILING, position);
    }

    /** Reads tag and length; leaves the position at the content. Returns the tag's first octet, or -1 if unsound. */
    private int readHeader() {
        int end = ends[depth];
        if (position >= end) {
            return -1;
        }
        int tag = bytes[position++] & 0xff;
        if ((tag & 0x1f) == 0x1f && !skipHighTag(end)) {
            return -1;
        }
        if (position >= end) {
            return -1;
        }
        int first = bytes[position++] & 0xff;
        if (first < 0x80) {
            contentLength = first;
        } else {
            int octets = first & 0x7f;
            if (octets == 0 || octets > 3 || end - position < octets || bytes[position] == 0) {
                return -1;
            }
            contentLength = 0;
            for (int i = 0; i < octets; i++) {
                contentLength = contentLength << 8 | bytes[position++] & 0xff;
            }
            if (contentLength < 0x80) {
                return -1;
            }
        }
        return contentLength <= end - position ? tag : -1;
    }

    private boolean skipHighTag(int end) {
        int value = 0;
        for (int i = 0; i < MAX_TAG_OCTETS - 1 && position < end; i++) {
            int octet = bytes[position++] & 0xff;
            if (i == 0 && octet == 0x80) {
                return false;
            }
            value = value << 7 | octet & 0x7f;
            if (octet < 0x80) {
                return value >= 0x1f;
            }
        }
        return false;
    }

    private boolean contentIsSound(int tag) {
        if ((tag & 0xc0) != 0) {
            return true;
        }
        boolean constructed = (tag & 0x20) != 0;
        int first = contentLength > 0 ? bytes[position] : 0;
        return switch (tag & 0x1f) {
            case 0 -> false;
            case 1 -> !constructed && contentLength == 1 && (first == 0 || first == -1);
            case 2, 10 -> !constructed && integerIsMinimal(first);
            case 3 -> !constructed && bitStringIsSound(first);
            case 5 -> !constructed && contentLength == 0;
            case 6 -> !constructed && objectIdentifierIsSound();
            case 8, 11 -> constructed;
            case 16, 17 -> constructed;
            case 23 -> !constructed && timeIsSound(12, 12);
            case 24 -> !constructed && timeIsSound(14, 32);
            default -> !constructed;
        };
    }

    private boolean integerIsMinimal(int first) {
        if (contentLength == 0) {
            return false;
        }
        return contentLength == 1
                || !(first == 0 && bytes[position + 1] >= 0) && !(first == -1 && bytes[position + 1] < 0);
    }

    private boolean bitStringIsSound(int unused) {
        if (contentLength == 0 || unused < 0 || unused > 7) {
            return false;
        }
        return unused == 0 || contentLength > 1 && (bytes[position + contentLength - 1] & ((1 << unused) - 1)) == 0;
    }

    /** X.690 11.7, 11.8: digits, seconds always, a fraction only if it does not end in 0, UTC by Z. */
    private boolean timeIsSound(int digits, int longest) {
        if (contentLength < digits + 1
                || contentLength > longest + 1
                || bytes[position + contentLength - 1] != 'Z'
                || contentLength == digits + 2
                || contentLength > digits + 1
                        && (bytes[position + digits] != '.' || bytes[position + contentLength - 2] == '0')) {
            return false;
        }
        for (int i = 0; i < contentLength - 1; i++) {
            if (i != digits && (bytes[position + i] < '0' || bytes[position + i] > '9')) {
                return false;
            }
        }
        return true;
    }

    private boolean objectIdentifierIsSound() {
        if (contentLength == 0 || contentLength > 128 || bytes[position + contentLength - 1] < 0) {
            return false;
        }
        boolean arcBegins = true;
        for (int i = position; i < position + contentLength; i++) {
            if (arcBegins && (bytes[i] & 0xff) == 0x80) {
                return false;
            }
            arcBegins = bytes[i] >= 0;
        }
        return true;
    }
}
