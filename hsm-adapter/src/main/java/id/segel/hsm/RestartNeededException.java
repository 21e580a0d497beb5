package id.segel.hsm;

/** The token is lost to this process: its library cannot be initialised anew, or must not be. */
final class RestartNeededException extends TokenException {
    private static final long serialVersionUID = 1L;

    RestartNeededException(String what, Place place) {
        super(what, place, "CKR_CRYPTOKI_NOT_INITIALIZED", "Restart this process.", null);
    }
}
