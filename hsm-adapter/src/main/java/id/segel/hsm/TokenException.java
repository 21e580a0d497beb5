package id.segel.hsm;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The token did not do what it was asked. The message says what happened, where (module, slot, token, key), the
 * PKCS#11 return value if there was one, and what to do. It holds no PIN and no key material.
 */
public class TokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final transient Place place;
    private final @Nullable String ckr;
    private final String remedy;

    /**
     * @param what a sentence without its place
     * @param ckr name of the PKCS#11 return value, such as {@code CKR_DEVICE_ERROR}
     * @param remedy a sentence saying what to do
     */
    public TokenException(String what, Place place, @Nullable String ckr, String remedy, @Nullable Throwable cause) {
        super(what + " (" + place + (ckr == null ? "" : ", " + ckr) + "). " + remedy, cause);
        this.what = what;
        this.place = place;
        this.ckr = ckr;
        this.remedy = remedy;
    }

    /** What happened, without its place and remedy. */
    String what() {
        return what;
    }

    /** Where it happened. */
    public Place place() {
        return place;
    }

    /** The PKCS#11 library. */
    public Path module() {
        return place.module();
    }

    /** Slot id, null if it was not known. */
    public @Nullable Long slot() {
        return place.slot();
    }

    /** The token's label. */
    public String token() {
        return place.token();
    }

    /** The key's label, null if it is not about one key. */
    public @Nullable String key() {
        return place.key();
    }

    /** Name of the PKCS#11 return value, null if there was none. */
    public @Nullable String ckr() {
        return ckr;
    }

    /** A sentence saying what to do. */
    public String remedy() {
        return remedy;
    }
}
