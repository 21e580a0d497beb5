package id.segel.csr;

/** How much a finding weighs. */
public enum Severity {
    /** The request is refused. */
    ERROR,
    /** The request is taken, but somebody should look. */
    WARNING,
    /** Worth knowing; nothing to do. */
    INFO
}
