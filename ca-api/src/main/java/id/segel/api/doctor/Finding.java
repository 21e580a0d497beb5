package id.segel.api.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at. Holds no secret and no personal data.
 *
 * @param part what it belongs to, such as {@code token ca}
 * @param id what it is about
 * @param level how bad it is
 * @param message a sentence for a person
 * @param remedy what to do, null where nothing is to be done
 */
public record Finding(
        String part,
        Topic id,
        Level level,
        String message,
        @Nullable String remedy) {}
