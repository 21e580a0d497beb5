package id.segel.lock;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Fuzz target: an enrolment file is refused with a sentence; only the authority's own is ever taken. */
public final class EnrolmentFileFuzz {

    static final TestAuthority AUTHORITY = new TestAuthority();
    static final String SERVER = "http://localhost:8080";
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final Path FILE = temporary();

    private EnrolmentFileFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        read(input);
    }

    /** Reads the bytes as an enrolment file pinned to the authority's root. */
    static void read(byte[] input) {
        Terminal terminal = new Terminal(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                id.segel.csr.Language.ID);
        try {
            Files.write(FILE, input);
            Enrolment enrolment = new EnrolmentReader(FILE, terminal).read(AUTHORITY.rootFingerprint(), NOW);
            if (!enrolment.root().equals(AUTHORITY.root) || enrolment.challenge().length != 32) {
                throw new AssertionError("an enrolment file of somebody else was taken");
            }
            enrolment.context();
        } catch (LockException e) {
            // Refused with a sentence.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> seeds() {
        return List.of(
                AUTHORITY.enrolment(SERVER, payload -> {}).getBytes(StandardCharsets.US_ASCII),
                "eyJhbGciOiJFUzI1NiJ9.e30.AA".getBytes(StandardCharsets.US_ASCII));
    }

    static Path temporary() {
        try {
            Path file = Files.createTempFile("segel-fuzz", ".json");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
