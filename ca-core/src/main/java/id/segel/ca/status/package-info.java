/**
 * The status of certificates and how the world learns of it: suspension, release, revocation, orphans, CRLs and OCSP
 * (DESIGN 6; RFC 5280 5, RFC 6960). Uses {@code store}, {@code audit}, {@code authority} and {@code refusal}. What must
 * stay true: a change of status, its row, its audit event, its notice and the request for a CRL are there together or not
 * at all; a CRL's number and bytes are stored before the token is asked and a CRL is published only through its gate;
 * nothing but an issued certificate is ever called good; no signature is waited for inside a transaction.
 */
package id.segel.ca.status;
