/**
 * The key ceremony: one reviewable file in, keys in the tokens, certificates on the same path as every other, products
 * ready, and a signed transcript out. A file is a list of {@link id.segel.ca.ceremony.CeremonyStep}s; {@link
 * id.segel.ca.ceremony.Ceremony} has them planned, then carried out. Uses {@code authority}, {@code issuance}, {@code
 * profile}, {@code status}, {@code custody}, {@code audit}, {@code store} and the hsm-adapter. What must stay true: an
 * authority certifies others only when its key's backup was verified or declared to be none; everything that can be
 * refused is refused before anything is made; nothing that exists is overwritten; every certificate it makes is authorised
 * by the file's hash; a key is written down with its CKA_ID before it is made, and destroyed only by that; a transcript's
 * signature can be taken for no other one.
 */
package id.segel.ca.ceremony;
