/**
 * Who is at the door: passwords (Argon2id), one-time codes (RFC 6238), sessions. Uses {@code person}, {@code store},
 * {@code audit} and {@code refusal}; knows nothing of HTTP, cookies or headers.
 *
 * <p>What must stay true: a wrong name, a wrong password, a missing or wrong code and a locked account get the same
 * answer in about the same time; a code works once; of a session's token only the SHA-256 is kept; roles are read at
 * every request; hashing is bounded, whoever asks.
 */
@NullMarked
package id.segel.ca.access;

import org.jspecify.annotations.NullMarked;
