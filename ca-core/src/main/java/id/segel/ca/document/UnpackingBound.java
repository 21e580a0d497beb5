package id.segel.ca.document;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Answers, before a parser sees the file, whether its compressed streams stay within bounds when unpacked (a few hundred
 * octets of deflate can become gigabytes). Streams are found by their keyword, so damaged and hidden ones count too; what
 * is unpacked is thrown away. Images are never unpacked by the inspection and have a bound of their own. Pure.
 */
final class UnpackingBound {
    /** All streams together that are not images (domain.md 5). */
    private static final long LIMIT = 50L * 1024 * 1024;

    /** One image: an A4 page at 300 dpi in colour has 26 MB. */
    private static final long IMAGE_LIMIT = 50L * 1024 * 1024;

    /** All images together, which bounds the time this takes. */
    private static final long IMAGES_LIMIT = 400L * 1024 * 1024;

    /** Deflate within deflate is unpacked this deep. */
    private static final int DEPTH = 3;

    private static final int STREAMS = 20_000;
    private static final int DICTIONARY_WITHIN = 4096;
    private static final Pattern ESCAPE = Pattern.compile("#([0-9A-Fa-f]{2})");
    private static final Pattern FILTER = Pattern.compile("/Filter(?![A-Za-z])\\s*");
    private static final Pattern PLAIN_FLATE =
            Pattern.compile("(/FlateDecode|\\[\\s*/FlateDecode\\s*])(?![A-Za-z]).*", Pattern.DOTALL);

    private UnpackingBound() {}

    static boolean holds(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        long others = 0;
        long images = 0;
        int streams = 0;
        int at = text.indexOf("stream");
        while (at >= 0) {
            if (!text.startsWith("end", Math.max(0, at - 3))) {
                if (++streams > STREAMS) {
                    return false;
                }
                String dictionary = dictionaryBefore(text, at);
                if (holdsObjects(dictionary) && !isStoredOrPlainFlate(dictionary)) {
                    // Only deflate can be measured here, and no writer packs objects in another way.
                    return false;
                }
                boolean image = dictionary.contains("/Image") && !holdsObjects(dictionary);
                long size = unpacked(file, dataAfter(text, at), image ? IMAGE_LIMIT : LIMIT - others);
                if (size < 0) {
                    return false;
                }
                if (image) {
                    images += size;
                } else {
                    others += size;
                }
                if (images > IMAGES_LIMIT) {
                    return false;
                }
            }
            at = text.indexOf("stream", at + 6);
        }
        return true;
    }

    /** The text of the dictionary before the keyword, names with their escapes resolved. */
    private static String dictionaryBefore(String text, int keyword) {
        int earliest = Math.max(0, keyword - DICTIONARY_WITHIN);
        int object = text.lastIndexOf("obj", keyword);
        String raw = text.substring(Math.max(earliest, object), keyword);
        return ESCAPE.matcher(raw)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** Object streams and cross-reference streams: what a parser unpacks to read the file at all. */
    private static boolean holdsObjects(String dictionary) {
        return dictionary.contains("/ObjStm") || dictionary.contains("/XRef") || dictionary.contains("/First");
    }

    private static boolean isStoredOrPlainFlate(String dictionary) {
        Matcher filter = FILTER.matcher(dictionary);
        while (filter.find()) {
            if (!PLAIN_FLATE.matcher(dictionary.substring(filter.end())).matches()) {
                return false;
            }
        }
        return true;
    }

    private static int dataAfter(String text, int keyword) {
        int data = keyword + 6;
        if (text.startsWith("\r\n", data)) {
            return data + 2;
        }
        return text.startsWith("\n", data) || text.startsWith("\r", data) ? data + 1 : data;
    }

    /** Octets the stream unpacks to, inner deflate included; -1 when that is more than the limit. */
    private static long unpacked(byte[] file, int offset, long limit) {
        Inflater[] stages = new Inflater[DEPTH];
        try {
            return inflate(file, offset, file.length - offset, stages, 0, limit);
        } finally {
            for (Inflater stage : stages) {
                if (stage != null) {
                    stage.end();
                }
            }
        }
    }

    private static long inflate(byte[] input, int offset, int length, Inflater[] stages, int depth, long limit) {
        if (depth == DEPTH || length <= 0) {
            return 0;
        }
        if (stages[depth] == null) {
            if (!looksLikeZlib(input, offset, length)) {
                return 0;
            }
            stages[depth] = new Inflater();
        }
        Inflater stage = stages[depth];
        stage.setInput(input, offset, length);
        byte[] buffer = new byte[16 * 1024];
        long total = 0;
        try {
            while (!stage.finished()) {
                int read = stage.inflate(buffer);
                if (read == 0) {
                    break;
                }
                total += read;
                long inner = innermost(stages, depth)
                        ? firstOrNext(buffer, read, stages, depth, total == read, limit - total)
                        : 0;
                if (inner < 0 || total + inner > limit) {
                    return -1;
                }
                total += inner;
            }
        } catch (DataFormatException e) {
            // Not deflate, or broken: a reader gets no further than this either.
            return total;
        }
        return total;
    }

    private static boolean innermost(Inflater[] stages, int depth) {
        return depth + 1 < stages.length;
    }

    private static long firstOrNext(byte[] buffer, int read, Inflater[] stages, int depth, boolean first, long limit) {
        if (!first && stages[depth + 1] == null) {
            return 0;
        }
        return inflate(buffer, 0, read, stages, depth + 1, limit);
    }

    /** RFC 1950 2.2: method 8 and a header divisible by 31. */
    private static boolean looksLikeZlib(byte[] input, int offset, int length) {
        if (length < 2 || offset + 1 >= input.length) {
            return false;
        }
        int cmf = input[offset] & 0xff;
        int flags = input[offset + 1] & 0xff;
        return (cmf & 0x0f) == 8 && (cmf * 256 + flags) % 31 == 0;
    }
}
