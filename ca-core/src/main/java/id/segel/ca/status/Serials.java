package id.segel.ca.status;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Serial numbers as people and programs write them. In paths: hexadecimal, any case, leading zeros ignored; in answers:
 * lower case, an even number of digits. In the database: the octets of the positive integer without a leading zero.
 */
public final class Serials {
    /** 20 octets (RFC 5280 4.1.2.2) and room for leading zeros. */
    private static final int LIMIT = 128;

    private Serials() {}

    /** The octets of a serial number, or nothing when the text is no hexadecimal number of at most 20 octets above zero. */
    public static Optional<byte[]> fromHex(String text) {
        if (text.isEmpty() || text.length() > LIMIT) {
            return Optional.empty();
        }
        try {
            String even = text.length() % 2 == 0 ? text : "0" + text;
            byte[] octets = withoutLeadingZeros(HexFormat.of().parseHex(even));
            return octets.length == 0 || octets.length > 20 ? Optional.empty() : Optional.of(octets);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Lower case, an even number of digits, no leading zero octet. */
    public static String toHex(byte[] serial) {
        return HexFormat.of().formatHex(withoutLeadingZeros(serial));
    }

    private static byte[] withoutLeadingZeros(byte[] octets) {
        int start = 0;
        while (start < octets.length && octets[start] == 0) {
            start++;
        }
        return Arrays.copyOfRange(octets, start, octets.length);
    }
}
