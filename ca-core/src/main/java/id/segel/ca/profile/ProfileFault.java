package id.segel.ca.profile;

import java.util.Objects;

/**
 * One thing that is wrong with the definition of a profile.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); "" for the whole definition
 * @param message what is wrong, with the value found, and what to do
 */
public record ProfileFault(String pointer, String message) {
    public ProfileFault {
        Objects.requireNonNull(pointer);
        Objects.requireNonNull(message);
    }

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "the definition" : pointer) + ": " + message;
    }
}
