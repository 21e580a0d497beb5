package id.segel.local;

/**
 * A local service could not be made, started or stopped. The message is a sentence for the person at the terminal: what
 * is wrong, which path or value, what to do.
 */
public final class LocalServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what is wrong and what to do */
    public LocalServiceException(String sentence) {
        super(sentence);
    }

    /**
     * @param sentence what is wrong and what to do
     * @param cause what the system said
     */
    public LocalServiceException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
