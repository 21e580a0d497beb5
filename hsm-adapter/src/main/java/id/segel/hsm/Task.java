package id.segel.hsm;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a token, as metrics and errors name it.
 *
 * @param operation such as {@code sign}
 * @param key key label, null if it is not about one key
 * @param mechanism such as {@code RSA_PSS_SHA256}; {@code -} where none applies
 */
record Task(String operation, @Nullable String key, String mechanism) {
    static Task sign(String key, SignatureScheme scheme) {
        return new Task("sign", key, scheme.name());
    }

    static Task of(String operation, @Nullable String key) {
        return new Task(operation, key, "-");
    }

    /** Whether it says something about the key's health: making a key does not. */
    boolean usesKey() {
        return !operation.equals("generate")
                && !operation.equals("certificate")
                && !operation.equals("inspect")
                && !operation.equals("destroy");
    }

    private boolean signs() {
        return operation.equals("sign");
    }

    /** The exception that says this failed and nothing was signed. */
    TokenException failed(String what, Place place, @Nullable String ckr, String remedy, @Nullable Throwable cause) {
        return signs()
                ? new SigningNotStartedException(what, place.key(key), ckr, remedy, cause)
                : new TokenException(what, place.key(key), ckr, remedy, cause);
    }

    /**
     * The same failure as the caller of this task may see it: whoever signs is told in one type that nothing was
     * signed, whatever the reason.
     */
    TokenException seen(TokenException failure) {
        if (!signs()
                || failure instanceof SigningNotStartedException
                || failure instanceof SignatureOutcomeUnknownException
                || failure instanceof TokenBusyException) {
            return failure;
        }
        return failed(
                "Nothing was signed: " + failure.what(), failure.place(), failure.ckr(), failure.remedy(), failure);
    }

    @Override
    public String toString() {
        return operation + (key == null ? "" : " with key \"" + key + "\"");
    }
}
