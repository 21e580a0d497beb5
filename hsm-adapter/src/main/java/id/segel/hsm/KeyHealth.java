package id.segel.hsm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one key fares.
 *
 * @param status UP after a success, DOWN after a failure, until the next use
 * @param lastSuccess when it last did what it was asked, null if never
 * @param detail a sentence for a person
 */
public record KeyHealth(TokenHealth.Status status, @Nullable Instant lastSuccess, String detail) {}
