/**
 * Letters: what may be one, and how it is kept. A letter is encrypted under a key of its own, which the data token wraps;
 * versions are kept and never changed (DESIGN 7). Uses {@code store}, {@code refusal} and {@code keyring}. What must stay
 * true: nothing is stored that was not inspected; a stored letter was decrypted once and compared; the token is never
 * asked inside a transaction; nothing named inside a letter is ever fetched.
 */
package id.segel.ca.document;
