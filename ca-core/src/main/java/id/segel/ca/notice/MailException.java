package id.segel.ca.notice;

import org.jspecify.annotations.Nullable;

/** A mail did not leave. The fault names no address: what a mail server answers may hold one. */
final class MailException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What a failure means for what is done next. */
    enum Scope {
        /** This recipient is refused for good. */
        RECIPIENT,
        /** This mail failed; others may pass, and it may pass later. */
        MAIL,
        /** Nothing passes now. */
        SERVER
    }

    private final Scope scope;
    private final String fault;

    MailException(Scope scope, String fault, @Nullable Throwable cause) {
        super(fault, cause);
        this.scope = scope;
        this.fault = fault;
    }

    Scope scope() {
        return scope;
    }

    String fault() {
        return fault;
    }
}
