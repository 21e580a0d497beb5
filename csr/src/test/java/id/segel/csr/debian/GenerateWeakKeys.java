package id.segel.csr.debian;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.PrintStream;
import java.util.HexFormat;

/**
 * Makes Debian's weak keys and prints a line for each: {@code RSA-2048 le64 rnd 4711 <SHA-256>}. The input of
 * {@link WriteWeakKeyList}.
 *
 * <p>Run with the test class path of this module and the arguments kind (RSA-2048, RSA-3072, RSA-4096, P-256, P-384),
 * platform (le32, le64, be32), seed file (rnd, nornd, noreadrnd), first and last process id (0 to 32767). A set of EC
 * keys takes seconds; one of RSA-2048 keys more than an hour, so let several programs share the process ids.
 */
final class GenerateWeakKeys {

    private GenerateWeakKeys() {}

    public static void main(String[] arguments) {
        if (arguments.length != 5) {
            throw new IllegalArgumentException("give kind, platform, seed file, first and last process id");
        }
        int last = Integer.parseInt(arguments[4]);
        PrintStream out = new PrintStream(System.out, false, US_ASCII);
        for (int processId = Integer.parseInt(arguments[3]); processId <= last; processId++) {
            WeakKeyName name =
                    new WeakKeyName(arguments[0], Platform.of(arguments[1]), SeedFile.of(arguments[2]), processId);
            out.println(name + " " + HexFormat.of().formatHex(name.hash()));
        }
        out.flush();
        if (out.checkError()) {
            throw new IllegalStateException("the output could not be written");
        }
    }
}
