package id.segel.ca.application;

import java.time.Instant;

/**
 * The certificate an application led to. Its bytes leave only through a download.
 *
 * @param serial lower-case hex, even length
 * @param sha256 of the DER, lower-case hex
 * @param state ISSUED, HELD or REVOKED
 * @param notBefore first second of validity
 * @param notAfter last second of validity
 */
public record CertificateSummary(String serial, String sha256, String state, Instant notBefore, Instant notAfter) {}
