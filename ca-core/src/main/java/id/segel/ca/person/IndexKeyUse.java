package id.segel.ca.person;

/**
 * How much a blind-index key is used.
 *
 * @param label its label in the data token
 * @param persons indexed under it
 * @param lacking persons who have a number and no index of it under this key
 */
public record IndexKeyUse(String label, IndexKeyState state, long persons, long lacking) {}
