package id.segel.hsm;

import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.LibraryLoss;
import id.segel.hsm.cryptoki.SessionLoss;
import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process whose token directory lies on a file system of its own, small and filled on purpose, by somebody who takes
 * each block that comes free. Every line it prints is an observation; the test says which it wants.
 */
final class FullDiskMain {
    private static final String PIN = "segel-test-user";

    private final Path disk;
    private final Path module;
    private final FaultShim shim;
    private volatile boolean full;

    private FullDiskMain(Path disk, FaultShim shim) {
        this.disk = disk;
        this.module = shim.library();
        this.shim = shim;
    }

    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        id.segel.softhsm.TestTokens.directory(disk.resolve("hsm"), "naif", "segel");
        System.out.println("disk of " + (disk.toFile().getTotalSpace() >> 20) + " MiB");
        try (FaultShim shim = FaultShim.around(TestTokens.softHsm(), Path.of(arguments[1]))) {
            FullDiskMain main = new FullDiskMain(disk, shim);
            main.adapter();
            main.naive();
        }
        System.out.println("end");
        System.exit(0);
    }

    private Token open(String label) {
        return Token.open(
                new TokenConfiguration(
                        TokenPurpose.CA,
                        module,
                        label,
                        TestTokens.pin(PIN),
                        2,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        List.of()),
                new SimpleMeterRegistry());
    }

    private static String sign(Token token) {
        try {
            SigningKey key = token.signingKey("kunci");
            byte[] signature = key.sign(SignatureScheme.ECDSA_SHA256, NaiveSigner.MESSAGE, () -> {});
            return NaiveSigner.verifies(key.publicKey(), signature) ? "signed" : "WRONG KEY";
        } catch (TokenException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private Path object(String label) throws IOException {
        return ClonedTokens.find(disk.resolve("hsm").resolve("tokens"), label).resolve("token.object");
    }

    private void adapter() throws Exception {
        Path object = object("segel");
        Token token = open("segel");
        TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        byte[] whole = Files.readAllBytes(object);
        fill();
        SessionLoss.strike(module, "segel");
        long logins = shim.calls("C_Login");
        System.out.println("adapter in use " + sign(token));
        token.close();
        System.out.println("adapter at the start " + NaiveSigner.said(() -> open("segel")));
        System.out.println("adapter logins " + (shim.calls("C_Login") - logins) + ", token whole "
                + Arrays.equals(whole, Files.readAllBytes(object)));
        free();
        try (Token again = open("segel")) {
            System.out.println("adapter with room again " + sign(again));
        }
    }

    private void naive() throws Exception {
        try (Token token = open("naif")) {
            TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        }
        Path object = object("naif");
        NaiveSigner naive = NaiveSigner.configured(PIN, module, "slot = " + NaiveSigner.slot(module, "naif"))
                .key("kunci");
        naive.sign();
        fill();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.size(object) > 0 && System.nanoTime() < end) {
            NaiveSigner.said(naive::logoutAndLogin);
        }
        System.out.println("naive token.object " + Files.size(object) + " bytes");
        free();
        LibraryLoss.strike(module);
        Cryptoki.load(module, "").initialise();
        System.out.println("naive with room again " + NaiveSigner.said(() -> NaiveSigner.slot(module, "naif")));
    }

    /** Fills the disk and goes on trying, in the background. */
    private void fill() {
        full = true;
        Thread thread = new Thread(() -> {
            try (FileChannel channel =
                    FileChannel.open(disk.resolve("hog"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                ByteBuffer block = ByteBuffer.allocateDirect(4096);
                while (full) {
                    write(channel, block.clear());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        while (disk.toFile().getUsableSpace() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void write(FileChannel channel, ByteBuffer block) {
        try {
            channel.write(block);
        } catch (IOException noSpaceLeft) {
            // That is what it is for: the next block that comes free is taken at once.
            Thread.onSpinWait();
        }
    }

    private void free() throws IOException {
        full = false;
        Files.delete(disk.resolve("hog"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        // Freed when the last who has it open has closed it.
        while (disk.toFile().getUsableSpace() < SoftHsmDirectory.MINIMUM_FREE_BYTES && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
