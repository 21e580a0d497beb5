package id.segel.hsm;

/** Carries what a permit threw from the adapter's thread to the caller's; it never leaves the adapter. */
final class PermitRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Throwable thrown;

    PermitRefusedException(Throwable thrown) {
        super(thrown);
        this.thrown = thrown;
    }

    /** What the permit threw. */
    Throwable thrown() {
        return thrown;
    }
}
