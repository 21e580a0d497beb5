package id.segel.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the PKCS#11 module of SoftHSM2, or another one instead of it, lies on this machine. */
public final class SoftHsmLibrary {
    /** Names another module than SoftHSM2's (DESIGN section 11). */
    public static final String VARIABLE = "SEGEL_PKCS11_LIBRARY";

    /** Under / or a directory into which a package was unpacked: Debian and Ubuntu, Fedora, built from source. */
    private static final List<String> USUAL = List.of(
            "usr/lib/softhsm/libsofthsm2.so",
            "usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "usr/lib64/pkcs11/libsofthsm2.so",
            "usr/lib64/softhsm/libsofthsm2.so",
            "usr/local/lib/softhsm/libsofthsm2.so");

    private SoftHsmLibrary() {}

    /**
     * Finds the module: what {@value #VARIABLE} names, else SoftHSM2 at its usual places, else the same under each of
     * {@code prefixes} (where {@code deploy/run} unpacks packages without root).
     *
     * @param environment {@code System.getenv()}
     * @return absolute path of an existing file
     * @throws LocalServiceException when there is none, saying what to install
     */
    public static Path find(Map<String, String> environment, List<Path> prefixes) {
        String named = environment.get(VARIABLE);
        if (named != null && !named.isBlank()) {
            Path module = Path.of(named);
            if (!module.isAbsolute() || !Files.isRegularFile(module)) {
                throw new LocalServiceException(
                        VARIABLE + " is \"" + named
                                + "\", which is not the absolute path of a file. Name a PKCS#11 module, or unset it for SoftHSM2.");
            }
            return module;
        }
        List<Path> roots = new ArrayList<>(List.of(Path.of("/")));
        roots.addAll(prefixes);
        for (Path root : roots) {
            for (String place : USUAL) {
                Path module = root.toAbsolutePath().resolve(place);
                if (Files.isRegularFile(module)) {
                    return module;
                }
            }
        }
        throw new LocalServiceException(
                "SoftHSM2 is not installed: libsofthsm2.so is at none of its usual places under "
                        + roots + ". Install it: apt-get install softhsm2 (as root), or set " + VARIABLE
                        + " to the path of a PKCS#11 module.");
    }
}
