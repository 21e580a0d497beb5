package id.segel.hsm.cryptoki;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Names of return values and mechanisms. */
final class Names {
    private static final Map<Long, String> RETURN_VALUES = read("CKR_");
    private static final Map<Long, String> MECHANISMS = read("CKM_");

    private Names() {}

    static String returnValue(long value) {
        return RETURN_VALUES.getOrDefault(value, "CKR 0x" + Long.toHexString(value));
    }

    static String mechanism(long value) {
        return MECHANISMS.getOrDefault(value, "0x" + Long.toHexString(value));
    }

    private static Map<Long, String> read(String prefix) {
        Map<Long, String> names = new HashMap<>();
        InputStream resource = Objects.requireNonNull(Names.class.getResourceAsStream("names.txt"), "names.txt");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int blank = line.indexOf(' ');
                if (line.startsWith(prefix)) {
                    names.putIfAbsent(Long.decode(line.substring(blank + 1)), line.substring(0, blank));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(names);
    }
}
