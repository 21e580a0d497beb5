package id.segel.ca.authority;

/**
 * The token gave a signature that does not verify with the key's public half. A signature was made by something, so the
 * outcome counts as unknown: the serial is never signed again.
 */
public final class WrongSignatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongSignatureException(String message) {
        super(message);
    }
}
