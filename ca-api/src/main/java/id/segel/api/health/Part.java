package id.segel.api.health;

/**
 * One part of a report.
 *
 * @param name which part, such as {@code token ca}
 * @param well whether it is
 * @param detail what is so, and what to do where it is not well
 */
public record Part(String name, boolean well, String detail) {}
