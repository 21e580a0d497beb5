package id.segel.api.command;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.RefusedException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What went wrong, as a sentence for whoever typed the command. */
public final class Failure {
    private Failure() {}

    /** The first message that says something, with every fault where there are some. */
    public static String sentence(Throwable failure) {
        if (failure instanceof RefusedException refused) {
            String faults = refused.faults().stream().map(Failure::line).collect(Collectors.joining());
            Throwable cause = refused.getCause();
            return refused.detail().english() + faults + (cause == null ? "" : " (" + innermost(cause) + ")");
        }
        @Nullable String message = failure.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        return "The command failed: " + failure.getClass().getSimpleName()
                + ". Run it again; if it stays, tell the help desk.";
    }

    private static String line(Fault fault) {
        return "\n  " + (fault.pointer().isEmpty() ? "" : fault.pointer() + ": ")
                + fault.message().english();
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
