package id.segel.ca.ceremony;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM (RFC 7468): written with lines of 64 characters, read with whatever stands between the blocks. */
final class Pem {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private Pem() {}

    static String of(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    static byte[] bytes(String label, byte[] der) {
        return of(label, der).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The certificates of a file, DER: one DER certificate, or any number in PEM.
     *
     * @throws IllegalArgumentException if a block is not base64
     */
    static List<byte[]> certificates(byte[] content) {
        List<byte[]> found = new ArrayList<>();
        Matcher blocks = CERTIFICATE.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (blocks.find()) {
            found.add(Base64.getMimeDecoder().decode(blocks.group(1)));
        }
        // 0x30 begins every DER certificate and no PEM file.
        return found.isEmpty() && content.length > 0 && content[0] == 0x30 ? List.of(content) : List.copyOf(found);
    }
}
