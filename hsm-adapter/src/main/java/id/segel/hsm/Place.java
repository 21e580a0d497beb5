package id.segel.hsm;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where something happened: what every error of this package names.
 *
 * @param module the PKCS#11 library
 * @param slot slot id, null if not known (yet)
 * @param token token label
 * @param key key label, null if it is not about one key
 */
public record Place(
        Path module,
        @Nullable Long slot,
        String token,
        @Nullable String key) {
    /** The same place, at this key. */
    Place key(@Nullable String label) {
        return new Place(module, slot, token, label);
    }

    /** The same place, in this slot. */
    Place slot(long id) {
        return new Place(module, id, token, key);
    }

    @Override
    public String toString() {
        return (key == null ? "" : "key \"" + key + "\", ") + "token \"" + token + "\""
                + (slot == null ? "" : ", slot " + slot) + ", module " + module;
    }
}
