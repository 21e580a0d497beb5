package id.segel.hsm.cryptoki;

import org.jspecify.annotations.Nullable;

/** A file that cannot be used as a PKCS#11 library. The message says why. */
public final class ModuleUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModuleUnusableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
