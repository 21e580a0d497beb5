/**
 * Certificate profiles as data: what a certificate of each kind looks like, and which products use them. A profile is the
 * exact text of its JSON definition; its SHA-256 is what approvals and certificates are bound to. Uses {@code store},
 * {@code refusal} and the key rules of the {@code csr} module. What must stay true: a stored profile is never changed.
 */
package id.segel.ca.profile;
