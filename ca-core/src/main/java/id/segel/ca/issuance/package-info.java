/**
 * The heart of the product (DESIGN 4): the one path on which a certificate comes into being. Claim, prepare, lint, store the
 * intent, sign, verify, record; and the reconciler that decides every intent nobody finished. What must stay true: the
 * bytes the token signs were committed before it was asked; a serial is signed at most once; the outcome of every intent
 * is decided by exactly one compare-and-set. Uses {@code store}, {@code audit}, {@code profile}, {@code authority}, {@code lint},
 * {@code status} (orphans), {@code notice} and {@code procedure} (clocks).
 */
package id.segel.ca.issuance;
