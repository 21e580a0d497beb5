/**
 * Public keys of subjects, whoever they belong to: which are blocked and why, who has a key, and the RSA moduli that a new
 * one must not share a prime with. A key is known by the SHA-256 of its SubjectPublicKeyInfo. Uses {@code store},
 * {@code audit}, {@code refusal} and the {@code csr} module. What must stay true: a block is for ever and the first reason
 * stays; a key's holder is told to staff only, and each look is audited.
 */
package id.segel.ca.subjectkey;
