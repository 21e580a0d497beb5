/**
 * Telling people: an outbox written with the change it tells of, and a sender that empties it by e-mail. Uses
 * {@code store} and {@code audit}; any package may queue.
 *
 * <p>What must stay true: a notice is queued in the transaction of its change and holds no text; a mail goes out with no
 * transaction open, at least once, never before the certificate it tells of is deliverable; a mail that cannot be sent
 * undoes nothing. Mails hold no NIK, NIP, telephone or certificate, and carry the configured service name.
 */
@NullMarked
package id.segel.ca.notice;

import org.jspecify.annotations.NullMarked;
