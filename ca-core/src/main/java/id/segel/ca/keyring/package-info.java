/**
 * The data token's keys as the service uses them: which wrapping key is in use and which are still readable, how a token
 * that is away is told to people, and the rotation of the wrapping key. Uses {@code store}, {@code audit} and
 * {@code refusal}; used by those who keep something wrapped ({@code document}, {@code person}) and knows neither.
 *
 * <p>What must stay true: the token is never asked inside a transaction; a row is read with the key it names and written
 * with the current one; a wrapping is replaced only after the new one was read back, and only where the row is still as it
 * was seen.
 */
@NullMarked
package id.segel.ca.keyring;

import org.jspecify.annotations.NullMarked;
