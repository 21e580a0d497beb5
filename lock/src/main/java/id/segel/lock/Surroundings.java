package id.segel.lock;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything outside the program that it touches besides files and the server.
 *
 * @param out what the applicant asked for
 * @param err what went wrong
 * @param environment the process's environment
 * @param clock for validity and expiry
 * @param nanoTime for durations
 * @param random for keys, salts and initialisation vectors
 * @param prompt asks for a passphrase
 * @param pause waits between two looks at the server
 */
record Surroundings(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Clock clock,
        LongSupplier nanoTime,
        SecureRandom random,
        Prompt prompt,
        Pause pause) {

    /** Asks a person without showing what is typed. */
    @FunctionalInterface
    interface Prompt {

        /** What was typed, or null when there is no terminal or it was closed. The caller wipes it. */
        char @Nullable [] ask(String question);
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {

        /** Returns after the time. */
        void sleep(Duration duration) throws InterruptedException;
    }
}
