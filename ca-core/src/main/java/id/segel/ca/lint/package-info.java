/**
 * Lint: the last look at the bytes of a certificate before the token is asked (DESIGN 4 step 4). A rule compares what
 * stands in the TBSCertificate with what profile, issuer and authorisation promise, from the bytes alone and without any
 * code that made them. Uses {@code profile}, {@code authority} (algorithm identifiers) and Bouncy Castle's parser; no
 * database, no clock, no token; only {@code lint.external} starts a program. What must stay true: every finding refuses the certificate, and a rule that crashes is a
 * finding.
 */
package id.segel.ca.lint;
