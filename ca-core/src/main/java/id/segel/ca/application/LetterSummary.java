package id.segel.ca.application;

import java.time.Instant;

/**
 * The letter an application has now.
 *
 * @param version 1 for the first, one more for each replacement
 * @param sha256 of the file, lower-case hex; both sides see it
 * @param sizeOctets of the file
 * @param pages of the PDF
 * @param uploadedAt when it was stored
 */
public record LetterSummary(int version, String sha256, int sizeOctets, int pages, Instant uploadedAt) {}
