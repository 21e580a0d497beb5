package id.segel.api.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about a local service.
 *
 * @param home SEGEL_HOME, where everything is kept
 * @param bind SEGEL_BIND, the address the service listens on
 * @param port SEGEL_PORT
 * @param adminPort SEGEL_ADMIN_PORT
 * @param databasePort SEGEL_DB_PORT, 0 for any free
 * @param publicUrl SEGEL_PUBLIC_URL, what people type and certificates carry
 * @param module SEGEL_PKCS11_LIBRARY, another PKCS#11 library than SoftHSM2's
 */
record LocalSettings(
        Path home,
        String bind,
        int port,
        int adminPort,
        int databasePort,
        String publicUrl,
        @Nullable Path module) {

    /**
     * @throws IllegalArgumentException with everything that is wrong with the environment
     */
    static LocalSettings from(Map<String, String> environment, boolean root, String userHome) {
        List<String> faults = new ArrayList<>();
        String home = environment.getOrDefault("SEGEL_HOME", "");
        Path path = !home.isEmpty()
                ? Path.of(home)
                : root ? Path.of("/var/lib/segel") : Path.of(userHome, ".local", "share", "segel");
        if (!path.isAbsolute()) {
            faults.add("SEGEL_HOME must be an absolute path, not " + home);
        }
        int port = port(environment, "SEGEL_PORT", 8080, 1, faults);
        int adminPort = port(environment, "SEGEL_ADMIN_PORT", 8081, 1, faults);
        int databasePort = port(environment, "SEGEL_DB_PORT", 0, 0, faults);
        if (port == adminPort) {
            faults.add("SEGEL_PORT and SEGEL_ADMIN_PORT are both " + port + "; choose different ones");
        }
        String publicUrl = environment.getOrDefault("SEGEL_PUBLIC_URL", "http://localhost:" + port);
        String module = environment.getOrDefault("SEGEL_PKCS11_LIBRARY", "");
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new LocalSettings(
                path,
                environment.getOrDefault("SEGEL_BIND", "127.0.0.1"),
                port,
                adminPort,
                databasePort,
                publicUrl,
                module.isEmpty() ? null : Path.of(module));
    }

    private static int port(Map<String, String> environment, String name, int usual, int least, List<String> faults) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            return usual;
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= least && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, with the value
        }
        faults.add(name + " must be a port from " + least + " to 65535, not " + value);
        return usual;
    }

    /** Where a program on this machine reaches the service. */
    String localUrl() {
        return "http://" + ("0.0.0.0".equals(bind) || "::".equals(bind) ? "127.0.0.1" : bind) + ":" + port;
    }

    String adminUrl() {
        return "http://127.0.0.1:" + adminPort;
    }
}
