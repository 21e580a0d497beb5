/**
 * People, their agencies, their accounts and roles, and the encryption of what the service knows of them. Uses
 * {@code store}, {@code audit}, {@code refusal}, {@code keyring} and the data token's blind-index keys; knows nothing of
 * sessions, applications or HTTP.
 *
 * <p>What must stay true: NIK, NIP, telephone and TOTP secrets are in the database only as AES-256-GCM ciphertexts bound
 * to their table, column and row; they leave this package masked, or whole through {@link
 * id.segel.ca.person.People#reveal} alone, which writes who looked and why. Every change is one compare-and-set with
 * its audit event in the same transaction. The token is never asked inside a transaction. Everybody is indexed under every
 * complete index key.
 */
@NullMarked
package id.segel.ca.person;

import org.jspecify.annotations.NullMarked;
