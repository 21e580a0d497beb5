/**
 * Certification authorities: their keys in the token, their certificates, and the ceremony that makes both. Here stands the
 * only way to a CA key: an {@link id.segel.ca.authority.AuthorityKey} signs what a {@link id.segel.ca.authority.KeyPermit}
 * carries, once, outside any transaction, and checks the signature in software before anybody sees it. Permits are made
 * only by the packages that stored what is to be signed: {@code issuance} (certificate from a stored intent) and {@code status} (CRL from a
 * stored number, OCSP response). Uses {@code store}, {@code audit}, {@code profile} and the hsm-adapter.
 */
package id.segel.ca.authority;
