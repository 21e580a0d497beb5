package id.segel.ca.application;

import id.segel.ca.request.StoredCsrReport;
import java.time.Instant;

/**
 * The CSR an application has now.
 *
 * @param version 1 for the first, one more for each other one
 * @param sha256 of its DER, lower-case hex
 * @param spkiSha256 of its SubjectPublicKeyInfo, lower-case hex
 * @param report what the checks said when it was accepted
 * @param via PORTAL or LOCK
 * @param uploadedAt when it was stored
 */
public record CsrSummary(
        int version, String sha256, String spkiSha256, StoredCsrReport report, CsrChannel via, Instant uploadedAt) {}
