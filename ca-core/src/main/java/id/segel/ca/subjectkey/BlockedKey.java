package id.segel.ca.subjectkey;

import java.time.Instant;

/**
 * A key that gets no certificate any more.
 *
 * @param spkiSha256 SHA-256 of its SubjectPublicKeyInfo, lower-case hex
 * @param blockedAt since when
 * @param origin where the block comes from
 * @param reason in words, at most 200 characters
 */
public record BlockedKey(String spkiSha256, Instant blockedAt, BlockOrigin origin, String reason) {}
