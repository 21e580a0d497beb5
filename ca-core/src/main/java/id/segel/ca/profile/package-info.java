/**
 * Certificate profiles as data: what a certificate of each kind looks like, and which products use them. A profile is the
 * exact text of its JSON definition; its SHA-256 is what approvals and certificates are bound to. One class reads each
 * section of the language and finds what is wrong in it; docs/profiles.md describes it. Uses {@code store},
 * {@code refusal} and the key rules and the DER walk of the {@code csr} module. What must stay true: a stored profile is never changed.
 */
package id.segel.ca.profile;
