package id.segel.csr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From the bytes of a file to a request: PEM or DER, cheap checks first, no parser before the limits were met
 * (RFC 7468 7, domain notes 3.2 "file").
 */
final class RequestReader {

    /** The longest file that is looked at: 64 KiB. */
    static final int MAX_BYTES = 64 * 1024;

    sealed interface Outcome {}

    record Readable(ParsedCsr csr) implements Outcome {}

    record Unreadable(List<Finding> findings) implements Outcome {
        static Unreadable because(Finding finding) {
            return new Unreadable(List.of(finding));
        }
    }

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([^\\r\\n-]{0,64})-----");

    /** A block inside a mail that somebody answered: "> " before every line. */
    private static final Pattern QUOTED = Pattern.compile("(?m)^[ \\t]{0,8}>[> \\t]{0,16}-----BEGIN ");

    private static final Pattern WHITE_SPACE = Pattern.compile("[ \\t\\r\\n\\x0b\\f]+");

    /** RFC 7468 7 and the label of older programs. */
    private static final List<String> LABELS = List.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");

    private RequestReader() {}

    static Outcome read(byte[] input) {
        if (input.length == 0) {
            return Unreadable.because(FindingKind.EMPTY.with());
        }
        if (input.length > MAX_BYTES) {
            return Unreadable.because(FindingKind.TOO_LARGE.with(input.length, MAX_BYTES));
        }
        if (PrivateKeySearch.inBytes(input)) {
            return Unreadable.because(FindingKind.CONTAINS_PRIVATE_KEY.with());
        }
        if (DerWalk.walk(input, null).ending() == DerWalk.Ending.WHOLE) {
            return readDer(input);
        }
        String utf16 = asUtf16(input);
        if (utf16 != null) {
            return Unreadable.because(
                    holdsPrivateKey(utf16) ? FindingKind.CONTAINS_PRIVATE_KEY.with() : FindingKind.UTF16.with());
        }
        String text = new String(input, StandardCharsets.ISO_8859_1);
        if (holdsPrivateKey(text)) {
            return Unreadable.because(FindingKind.CONTAINS_PRIVATE_KEY.with());
        }
        if (BEGIN.matcher(text).find()) {
            return readPem(text);
        }
        if ((input[0] & 0xff) == 0x30) {
            return readDer(input);
        }
        ForeignFile known = ForeignFile.beginning(text);
        if (known != null) {
            return Unreadable.because(FindingKind.NOT_A_REQUEST.with(known.indonesian(), known.english()));
        }
        return Unreadable.because(
                LABELS.stream().anyMatch(label -> text.contains("BEGIN " + label))
                        ? FindingKind.NOT_A_REQUEST.with(
                                "baris BEGIN tidak diapit tepat lima tanda hubung; mungkin diubah pengolah kata",
                                "its BEGIN line does not stand between five hyphens each; a word processor may have"
                                        + " changed them")
                        : FindingKind.NOT_A_REQUEST.with(
                                "tidak ada baris \"-----BEGIN CERTIFICATE REQUEST-----\"",
                                "it has no line \"-----BEGIN CERTIFICATE REQUEST-----\""));
    }

    private static Outcome readPem(String text) {
        List<Integer> begins = new ArrayList<>();
        Matcher matcher = BEGIN.matcher(text);
        while (matcher.find()) {
            begins.add(matcher.start());
        }
        if (begins.size() != 1) {
            return Unreadable.because(FindingKind.SEVERAL_BLOCKS.with(begins.size()));
        }
        matcher.find(begins.get(0));
        String label = matcher.group(1);
        if (!LABELS.contains(label)) {
            ForeignFile known = ForeignFile.labelled(label);
            return Unreadable.because(
                    known == null
                            ? FindingKind.PEM_LABEL.with(Shown.value(label))
                            : FindingKind.NOT_A_REQUEST.with(known.indonesian(), known.english()));
        }
        if (QUOTED.matcher(text).find()) {
            return Unreadable.because(FindingKind.PEM_QUOTED.with());
        }
        int end = text.indexOf("-----END " + label + "-----", matcher.end());
        String base64 = end < 0 ? "" : text.substring(matcher.end(), end);
        byte[] der = decode(base64);
        return der == null || !isCanonical(base64, der)
                ? Unreadable.because(FindingKind.PEM_DAMAGED.with())
                : readDer(der);
    }

    private static Outcome readDer(byte[] der) {
        DerWalk.Result walk = DerWalk.walk(der, null);
        return switch (walk.ending()) {
            case WHOLE -> RequestParser.parse(der);
            case TRAILING -> Unreadable.because(FindingKind.TRAILING_BYTES.with(der.length - walk.position()));
            case NOT_DER -> Unreadable.because(FindingKind.NOT_DER.with(walk.position()));
            case TOO_DEEP -> Unreadable.because(FindingKind.TOO_DEEP.with(DerWalk.MAX_DEPTH));
            case TOO_MANY -> Unreadable.because(FindingKind.TOO_MANY_ELEMENTS.with(DerWalk.MAX_ELEMENTS));
        };
    }

    /** Looks behind base64 too: into every block whatever its label, and into text that is nothing but base64. */
    private static boolean holdsPrivateKey(String text) {
        if (PrivateKeySearch.inText(text)) {
            return true;
        }
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        boolean blocks = false;
        while (begin.find(from)) {
            blocks = true;
            int end = text.indexOf("-----", begin.end());
            byte[] der = decode(text.substring(begin.end(), end < 0 ? text.length() : end));
            if (der != null && PrivateKeySearch.inBytes(der)) {
                return true;
            }
            from = begin.end();
        }
        byte[] bare = blocks ? null : decode(text);
        return bare != null && PrivateKeySearch.inBytes(bare);
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(WHITE_SPACE.matcher(base64).replaceAll(""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** One way only to write the same bytes: padded, and no bits left over in the last group (RFC 4648 3.5). */
    private static boolean isCanonical(String base64, byte[] decoded) {
        return decoded.length > 0
                && Base64.getEncoder()
                        .encodeToString(decoded)
                        .equals(WHITE_SPACE.matcher(base64).replaceAll(""));
    }

    /** The text of a file that Windows saved as "Unicode", or null when it is not one. */
    private static @Nullable String asUtf16(byte[] input) {
        if (input.length < 4) {
            return null;
        }
        int first = (input[0] & 0xff) << 8 | input[1] & 0xff;
        if (first == 0xfeff) {
            return new String(input, StandardCharsets.UTF_16BE);
        }
        if (first == 0xfffe) {
            return new String(input, StandardCharsets.UTF_16LE);
        }
        // Without the mark every other byte of what people write is 0, also of a text before the block.
        String bigEndian = new String(input, StandardCharsets.UTF_16BE);
        if (bigEndian.contains("-----BEGIN ")) {
            return bigEndian;
        }
        String littleEndian = new String(input, StandardCharsets.UTF_16LE);
        return littleEndian.contains("-----BEGIN ") ? littleEndian : null;
    }
}
