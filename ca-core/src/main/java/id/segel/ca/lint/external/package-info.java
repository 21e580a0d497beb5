/**
 * A linter that somebody else wrote, run as a command over each certificate before it is signed. It is shown a certificate
 * of the exact TBSCertificate signed with a throw-away key; whatever goes wrong refuses the certificate. Uses {@code lint}
 * and {@code authority} (algorithm identifiers). What must stay true: no shell, no secret in the command's environment,
 * nothing left behind, never the CA's key.
 */
package id.segel.ca.lint.external;
