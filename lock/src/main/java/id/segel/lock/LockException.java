package id.segel.lock;

/** Something the applicant must know and can act on; ends the command with exit code 1. */
final class LockException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Message message;
    private final transient Object[] arguments;

    LockException(Message message, Object... arguments) {
        super(message.name());
        this.message = message;
        this.arguments = arguments.clone();
    }

    /** What to say. */
    Message sentence() {
        return message;
    }

    /** The sentence's values. */
    Object[] arguments() {
        return arguments.clone();
    }
}
