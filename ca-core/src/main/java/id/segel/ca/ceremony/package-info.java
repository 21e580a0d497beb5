/**
 * The key ceremony: one reviewable file in, keys in the tokens, certificates on the same path as every other, products
 * ready, and a transcript out. Uses {@code authority}, {@code issuance}, {@code profile}, {@code audit}, {@code store} and the hsm-adapter. What must stay
 * true: nothing that exists is overwritten; every certificate it makes is authorised by the file's hash.
 */
package id.segel.ca.ceremony;
