/**
 * Applications: their states, what applicants and officers do with them, and the evidence of each decision (DESIGN 3).
 * Uses {@code document} (letters), {@code procedure} (clocks), {@code profile}, {@code authority} (certificates of the
 * chain), {@code notice}, {@code audit}, {@code refusal}, {@code store}, the {@code csr} module and a signing key of the
 * data token. Knows nothing of HTTP.
 *
 * <p>What must stay true: every change of state goes through {@link id.segel.ca.application.TransitionTable} and one
 * compare-and-set statement with an asserted row count; what a person sees changed has a new version; letter and CSR
 * change only in DRAFT and RETURNED; nobody decides on their own file; no private key and no refused file is ever stored;
 * certificate bytes leave only when the certificate is deliverable; a refused attempt is audited after the roll-back.
 */
package id.segel.ca.application;
