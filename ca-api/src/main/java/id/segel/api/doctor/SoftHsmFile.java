package id.segel.api.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a library is SoftHSM2's, told from its file. Loading it would be surer, and writes into the token directory: its
 * C_Initialize rewrites each token's {@code generation}, also of tokens another process has open.
 */
final class SoftHsmFile {
    private static final long LARGEST = 64L << 20;
    private static final byte[] NAME = "SoftHSM".getBytes(StandardCharsets.US_ASCII);

    private SoftHsmFile() {}

    static boolean is(Path module) {
        try {
            if (!Files.isRegularFile(module) || Files.size(module) > LARGEST) {
                return false;
            }
            return contains(Files.readAllBytes(module));
        } catch (IOException e) {
            // That it cannot be read is a finding of the library.
            return false;
        }
    }

    private static boolean contains(byte[] file) {
        for (int at = 0; at + NAME.length <= file.length; at++) {
            int same = 0;
            while (same < NAME.length && file[at + same] == NAME[same]) {
                same++;
            }
            if (same == NAME.length) {
                return true;
            }
        }
        return false;
    }
}
