package id.segel.lock;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Fuzz target: a receipt file is refused with a sentence, or written again it is read the same. */
public final class ReceiptFuzz {

    private static final Path FILE = EnrolmentFileFuzz.temporary();

    private ReceiptFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Files.write(FILE, input);
            Receipt receipt;
            try {
                receipt = Receipt.read(FILE);
            } catch (LockException e) {
                // Refused with a sentence.
                return;
            }
            receipt.write(FILE);
            if (!receipt.equals(Receipt.read(FILE))) {
                throw new AssertionError("written and read again it is another receipt");
            }
        } catch (LockException e) {
            throw new AssertionError("a receipt that was read cannot be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> seeds() {
        return List.of(
                JSONObjectUtils.toJSONString(Map.of(
                                "applicationNumber",
                                "OSD-2026-000123",
                                "server",
                                EnrolmentFileFuzz.SERVER,
                                "token",
                                "abcdefghijklmnopqrstuvwxyz",
                                "expiresAt",
                                "2026-12-01T00:00:00Z",
                                "certificates",
                                AuthorityList.write(List.of(
                                        EnrolmentFileFuzz.AUTHORITY.root, EnrolmentFileFuzz.AUTHORITY.issuing))))
                        .getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8));
    }
}
