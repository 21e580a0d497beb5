/**
 * Tests of revocation, CRLs and OCSP on a real token and a real database; what comes out is judged by {@code openssl}.
 */
package id.segel.ca.status;
